import cluster, { type Worker } from 'node:cluster'
import type { RunningServer, ServeOptions, Siblings } from '#server'
import { describeFault, reportFault } from '#terminal/report-fault'
import { type Channel, openChannel, type Wire } from './channel.ts'
import {
  type PrimaryQuestion,
  type PrimaryTold,
  placeVariable,
  readPlace,
  type WorkerPlace,
  type WorkerQuestion,
  type WorkerTold,
} from './messages.ts'
import { endWithTerminal, onReloadSignal } from './stop-signal.ts'

type ToPrimary = Channel<WorkerTold, WorkerQuestion>

/** Runs one of the servers of `serve --workers`, until the primary ends it or is gone itself. */
export async function serveAsWorker(options: ServeOptions): Promise<void> {
  const place = readPlace(process.env[placeVariable])
  const running = Promise.withResolvers<RunningServer>()
  const ending = createEnding()
  const primary: ToPrimary = openChannel<WorkerTold, WorkerQuestion, PrimaryTold, PrimaryQuestion>(primaryWire(), {
    hear: ({ kind }) => (kind === 'stop' ? ending.stop() : ending.retire()),
    answer: async () => (await running.promise).ownMetrics(),
  })
  hearSignals(ending, primary)
  stopWithoutPrimary(ending.stop)
  const server = await start(options, place, primary)
  if (server === undefined) return process.disconnect()
  running.resolve(server)
  await ending.retired
  await Promise.race([server.retire(), ending.stopped])
  await server.close()
  primary.tell({ kind: 'farewell', metrics: await server.ownMetrics() })
  if (process.connected) process.disconnect()
}

/** @returns undefined when it cannot start, which the primary is told: one line for all workers is enough */
async function start(
  options: ServeOptions,
  place: WorkerPlace,
  primary: ToPrimary,
): Promise<RunningServer | undefined> {
  let announcement: string | undefined
  try {
    const { startServer } = await import('#server')
    const server = await startServer(
      {
        ...ofPlace(options, place),
        announce(text) {
          announcement = text
        },
      },
      siblingsThrough(primary),
    )
    primary.tell({ kind: 'listening', url: server.url, adminUrl: server.adminUrl, announcement })
    return server
  } catch (error) {
    primary.tell({ kind: 'failed', reason: describeFault(error) })
    if (process.env['YAOQUAN_DEBUG'] === '1') reportFault(error)
    return undefined
  }
}

function ofPlace(options: ServeOptions, { port, adminPort, startedMs, isFirst }: WorkerPlace): ServeOptions {
  const { clockStartMs, adminListen } = options
  const adminHost = typeof adminListen === 'object' ? adminListen.host : '127.0.0.1'
  return {
    ...options,
    port,
    adminListen: adminPort === null ? adminListen : { host: adminHost, port: adminPort },
    isDemo: options.isDemo && isFirst,
    clockStartMs: clockStartMs === undefined ? undefined : clockStartMs + Date.now() - startedMs,
  }
}

const metricsTimeoutMs = 5_000
const callsTimeoutMs = 1_000

function siblingsThrough(primary: ToPrimary): Siblings {
  return {
    async takeCalls(wanted) {
      const granted = await primary.ask({ kind: 'calls', ...wanted }, callsTimeoutMs)
      return typeof granted === 'number' ? granted : undefined
    },
    async gatherMetrics() {
      const text = await primary.ask({ kind: 'metrics' }, metricsTimeoutMs)
      return typeof text === 'string' ? text : undefined
    },
  }
}

type Ending = Readonly<{
  retire(): void
  stop(): void
  /** Resolves when told to retire or to stop. */
  retired: Promise<void>
  stopped: Promise<void>
}>

function createEnding(): Ending {
  const retired = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  return {
    retire: retired.resolve,
    stop() {
      retired.resolve()
      stopped.resolve()
    },
    retired: retired.promise,
    stopped: stopped.promise,
  }
}

/**
 * A terminal sends SIGINT and SIGHUP to every process: those are the primary's. SIGTERM to a worker alone asks for
 * another in its place; the second hurries.
 */
function hearSignals(ending: Ending, primary: ToPrimary): void {
  process.on('SIGINT', () => undefined)
  onReloadSignal(() => undefined)
  process.once('SIGTERM', () => {
    primary.tell({ kind: 'leaving' })
    ending.retire()
    process.on('SIGTERM', ending.stop)
  })
}

/** Without a primary nothing listens any more: what is in work is finished. node:cluster would end the process at once. */
function stopWithoutPrimary(stop: () => void): void {
  const worker = thisWorker()
  worker.on('disconnect', () => {
    worker.exitedAfterDisconnect = true
    endWithTerminal()
    stop()
  })
}

function primaryWire(): Wire {
  return {
    send(message) {
      // A primary that is gone hears nothing; that it is gone is seen by the channel's end.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (hear) => process.on('message', hear),
  }
}

function thisWorker(): Worker {
  if (cluster.worker === undefined) throw new Error('this process is no worker')
  return cluster.worker
}
