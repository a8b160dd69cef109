import { openProgress } from './open-progress.ts'
import { createReceiver } from './receive-delivery.ts'

const { YAOQUAN_WEBHOOK_SECRET: secret, PORT = '9000', PROGRESS_FILE: file = './progress.json' } = process.env
if (!secret) throw new Error('set YAOQUAN_WEBHOOK_SECRET to what `yaoquan webhook add` printed')

export const port = Number(PORT)

/** Prints each event of a seller once and in order. Yours goes where this prints. */
export const receive = createReceiver({
  secret,
  progress: openProgress(file),
  async handle({ eventSeq, kind, couponCode, couponId }) {
    console.log(`event ${eventSeq} ${kind} ${couponCode ?? couponId}`)
  },
})

export function announce(): void {
  console.log(`listening on http://127.0.0.1:${port}/hook`)
}
