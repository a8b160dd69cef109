import { createReceiver } from './create-receiver.ts'
import { openProgress } from './open-progress.ts'

/** Prints each event of a seller once and in order. See README.md for how to run it. */
const { YAOQUAN_WEBHOOK_SECRET: secret, PORT: port = '9000', PROGRESS_FILE: file = './progress.json' } = process.env
if (!secret) throw new Error('set YAOQUAN_WEBHOOK_SECRET to what `yaoquan webhook add` printed')

const receiver = createReceiver({
  secret,
  progress: openProgress(file),
  now: Date.now,
  async handle(event) {
    console.log(`event ${event.event_seq} ${event.kind} ${event.coupon_code ?? event.coupon_id}`)
  },
})
receiver.listen(Number(port), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/hook`))
process.once('SIGTERM', () => receiver.close())
process.once('SIGINT', () => receiver.close())
