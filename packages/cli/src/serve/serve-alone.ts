import type { ServeOptions } from '#server'
import { print } from '../terminal/output.ts'
import { stopSignal } from './stop-signal.ts'

/** Runs the server in this process until SIGTERM or SIGINT, which let calls in flight finish. SIGHUP changes nothing. */
export async function serveAlone(options: ServeOptions): Promise<void> {
  const stopped = stopSignal(() => process.exit(1))
  const hangUps = hangUpsLater()
  const { startServer } = await import('#server')
  const server = await startServer({ ...options, announce: print })
  hangUps(server.reloadIgnored)
  print(`listening on ${server.url}`)
  await stopped
  await server.close()
}

/** Without a listener SIGHUP would end the process, even while it starts. */
function hangUpsLater(): (hear: () => void) => void {
  let hear: (() => void) | undefined
  let isMissed = false
  process.on('SIGHUP', () => {
    if (hear) hear()
    else isMissed = true
  })
  return (later) => {
    hear = later
    if (isMissed) later()
  }
}
