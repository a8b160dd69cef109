import cluster from 'node:cluster'
import type { MissCount, MistakeCount } from '@yaoquan/api'
import type { RunningServer, ServeOptions, Siblings } from '#server'
import { localized } from '#terminal/output'
import { describeFault, loggedFault, reportFault } from '#terminal/report-fault'
import {
  type Channel,
  openChannel,
  type PrimaryMessage,
  type PrimaryRequest,
  readWorkerSettings,
  type Transport,
  type WorkerMessage,
  type WorkerRequest,
  type WorkerSettings,
  workerSettingsVariable,
} from './channel.ts'
import { endWithTerminal, onReloadSignal, typedCommand, workLimitMs } from './stop-signal.ts'

type ToPrimary = Channel<WorkerMessage, WorkerRequest>

/** Runs one server of `serve` until the primary stops it or ends itself. */
export async function serveAsWorker(options: ServeOptions): Promise<void> {
  const settings = readWorkerSettings(process.env[workerSettingsVariable])
  const running = Promise.withResolvers<RunningServer>()
  const retired = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const stop = () => {
    retired.resolve()
    stopped.resolve()
  }
  const primary = openChannel<WorkerMessage, WorkerRequest, PrimaryMessage, PrimaryRequest>(primaryTransport(), {
    onMessage: ({ kind }) => (kind === 'stop' ? stop() : retired.resolve()),
    onRequest: async () => (await running.promise).ownMetrics(),
  })
  handleSignals({ retire: retired.resolve, stop }, primary)
  stopWithoutPrimary(stop)
  const server = await start(options, settings, primary)
  if (server === undefined) return process.disconnect()
  running.resolve(server)
  const endPreparation = settings.isFirst ? prepareConsoleBeside() : undefined
  await retired.promise
  endPreparation?.()
  await Promise.race([server.retire(), stopped.promise])
  await server.close({ workLimitMs, onCallsEnded: () => primary.send({ kind: 'calls-ended' }) })
  primary.send({ kind: 'final-metrics', metrics: await server.ownMetrics() })
  if (process.connected) process.disconnect()
}

/** @returns undefined if the server cannot start. The primary reports the reason, once for all workers. */
async function start(
  options: ServeOptions,
  settings: WorkerSettings,
  primary: ToPrimary,
): Promise<RunningServer | undefined> {
  const announcements: string[] = []
  try {
    const { expectUsablePlaces, startServer } = await import('#server')
    const own: ServeOptions = {
      ...withSettings(options, settings),
      command: typedCommand(process, process.cwd()),
      announce(text) {
        announcements.push(localized(text))
      },
    }
    // A socket that only tries a port would take connections from workers that serve already.
    if (settings.isFirst) await expectUsablePlaces(own)
    const server = await startServer(own, siblingsVia(primary, settings))
    primary.send({ kind: 'listening', url: server.url, adminUrl: server.adminUrl, announcements })
    return server
  } catch (error) {
    primary.send({ kind: 'failed', reason: { line: describeFault(error), logged: loggedFault(error) } })
    if (process.env['YAOQUAN_DEBUG'] === '1') reportFault(error)
    return undefined
  }
}

function withSettings(options: ServeOptions, { port, adminPort, startedMs, isFirst }: WorkerSettings): ServeOptions {
  const { clockStartMs, adminListen } = options
  const adminHost = typeof adminListen === 'object' ? adminListen.host : '127.0.0.1'
  return {
    ...options,
    port,
    adminListen: adminPort === null ? adminListen : { host: adminHost, port: adminPort },
    isDemo: options.isDemo && isFirst,
    // Another worker may be of the former version, as in a reload.
    upgrades: isFirst,
    clockStartMs: clockStartMs === undefined ? undefined : clockStartMs + Date.now() - startedMs,
  }
}

const metricsTimeoutMs = 5_000
const callsTimeoutMs = 1_000

function siblingsVia(primary: ToPrimary, { phoneKey }: WorkerSettings): Siblings {
  return {
    phoneKey: Buffer.from(phoneKey, 'base64'),
    async takeCalls(wanted) {
      const granted = await primary.request({ kind: 'calls', ...wanted }, callsTimeoutMs)
      return typeof granted === 'number' ? granted : undefined
    },
    async shareFullPhones(shown) {
      const count = await primary.request({ kind: 'full-phones', ...shown }, callsTimeoutMs)
      return typeof count === 'number' ? count : undefined
    },
    async shareMisses(misses) {
      // The primary is this program: it answers what its counter returns.
      return (await primary.request({ kind: 'misses', misses }, callsTimeoutMs)) as readonly MissCount[] | undefined
    },
    async shareMistakes(told) {
      return (await primary.request({ kind: 'mistakes', ...told }, callsTimeoutMs)) as
        | readonly MistakeCount[]
        | undefined
    },
    async gatherMetrics() {
      const text = await primary.request({ kind: 'metrics' }, metricsTimeoutMs)
      return typeof text === 'string' ? text : undefined
    },
  }
}

/**
 * Ignores SIGINT and SIGHUP: a terminal sends them to every process, and the primary handles them. The first SIGTERM requests a replacement
 * and retires the worker, the second stops it.
 */
function handleSignals(ending: Readonly<{ retire(): void; stop(): void }>, primary: ToPrimary): void {
  process.on('SIGINT', () => undefined)
  onReloadSignal(() => undefined)
  process.once('SIGTERM', () => {
    primary.send({ kind: 'leaving' })
    ending.retire()
    process.on('SIGTERM', ending.stop)
  })
}

/** Finishes the calls in flight when the primary ends. Without this, node:cluster would end the process immediately. */
function stopWithoutPrimary(stop: () => void): void {
  const { worker } = cluster
  worker?.on('disconnect', () => {
    worker.exitedAfterDisconnect = true
    endWithTerminal()
    stop()
  })
}

function primaryTransport(): Transport {
  return {
    send(message) {
      // A primary that has ended cannot receive messages. Its end is reported by the disconnect event.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => process.on('message', listener),
  }
}

/**
 * Builds the console while the server answers, so that the first visitor need not wait. A failure is printed and ends
 * nothing: the first visit builds again.
 * @returns a function that ends the build
 */
function prepareConsoleBeside(): () => void {
  const leaving = new AbortController()
  prepare(leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) reportFault(error)
  })
  return () => leaving.abort()
}

async function prepare(signal: AbortSignal): Promise<void> {
  const { prepareConsole } = await import('#server')
  await prepareConsole(signal)
}
