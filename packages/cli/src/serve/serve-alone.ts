import type { ServeOptions } from '#server'
import { print } from '#terminal/output'
import { prepareConsoleBeside } from './prepare-console-beside.ts'
import { onReloadSignal, stopSignal, workLimitMs } from './stop-signal.ts'

/** Runs the server in this process until SIGTERM or SIGINT, then finishes the calls in flight. SIGHUP reloads the certificate. */
export async function serveAlone(options: ServeOptions): Promise<void> {
  const stopped = stopSignal(() => process.exit(1))
  const started = Promise.withResolvers<() => void>()
  onReloadSignal(() => void started.promise.then((reload) => reload()))
  const { startServer } = await import('#server')
  const server = await startServer({ ...options, announce: print })
  started.resolve(server.reload)
  if (server.adminUrl !== undefined) print(`admin on ${server.adminUrl}`)
  print(`listening on ${server.url}`)
  const endPreparation = prepareConsoleBeside()
  await stopped
  endPreparation()
  await server.close(workLimitMs)
}
