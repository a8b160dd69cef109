import cluster, { type Worker } from 'node:cluster'
import {
  type FailureReason,
  openChannel,
  type PrimaryMessage,
  type PrimaryRequest,
  type Transport,
  type WorkerMessage,
  type WorkerRequest,
  type WorkerSettings,
  workerSettingsVariable,
} from './channel.ts'

export type Listening = Readonly<{ url: string; adminUrl: string | undefined; announcements: readonly string[] }>

export type WorkerEnd = Readonly<{
  code: number | null
  signal: string | null
  /** Why it could not start. */
  reason: FailureReason | undefined
}>

/** A worker process as the primary sees it. */
export type WorkerProcess = Readonly<{
  pid: number
  /** Resolves when the worker answers calls, or with undefined if it ends before. */
  listening: Promise<Listening | undefined>
  /** Resolves when the worker requests a replacement or has died. */
  left: Promise<'asked' | 'died'>
  /** Resolves when the worker stops and its last call has ended. */
  callsEnded: Promise<void>
  /** Resolves when the process has ended. */
  ended: Promise<WorkerEnd>
  retire(): void
  stop(): void
  kill(): void
  /** Undefined if the worker does not respond in time. */
  metrics(): Promise<readonly object[] | undefined>
}>

/** How the primary handles requests and final metrics of its workers. */
export type PrimaryHandlers = Readonly<{
  onRequest(request: WorkerRequest): Promise<unknown>
  onFinalMetrics(worker: WorkerProcess, metrics: readonly object[]): void
}>

const metricsTimeoutMs = 2_000

/** Starts the program of this process again as a worker. */
export function startWorkerProcess(settings: WorkerSettings, handlers: PrimaryHandlers): WorkerProcess {
  // Unset, because a worker has its own way to notice that its parent ended.
  const worker = cluster.fork({ [workerSettingsVariable]: JSON.stringify(settings), YAOQUAN_STOP_WITH_PARENT: '' })
  const listening = Promise.withResolvers<Listening | undefined>()
  const left = Promise.withResolvers<'asked' | 'died'>()
  const callsEnded = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<WorkerEnd>()
  let reason: FailureReason | undefined
  const channel = openChannel<PrimaryMessage, PrimaryRequest, WorkerMessage, WorkerRequest>(transportTo(worker), {
    onMessage(message) {
      if (message.kind === 'listening') listening.resolve(message)
      else if (message.kind === 'leaving') left.resolve('asked')
      else if (message.kind === 'calls-ended') callsEnded.resolve()
      else if (message.kind === 'final-metrics') handlers.onFinalMetrics(self, message.metrics)
      else reason = message.reason
    },
    onRequest: handlers.onRequest,
  })
  const end = (code: number | null, signal: string | null) => {
    left.resolve('died')
    listening.resolve(undefined)
    ended.resolve({ code, signal, reason })
  }
  worker.once('exit', (code: number | null, signal: string | null) => {
    // Its last messages may not have arrived yet.
    if (worker.isConnected()) worker.once('disconnect', () => end(code, signal))
    else end(code, signal)
  })
  worker.on('error', (error) => {
    reason ??= { line: error.message, logged: error.message }
    // The system could not create the process.
    if (worker.process.pid === undefined) end(null, null)
  })
  const self: WorkerProcess = {
    pid: worker.process.pid ?? 0,
    listening: listening.promise,
    left: left.promise,
    callsEnded: callsEnded.promise,
    ended: ended.promise,
    retire: () => channel.send({ kind: 'retire' }),
    stop: () => channel.send({ kind: 'stop' }),
    kill: () => worker.process.kill('SIGKILL'),
    async metrics() {
      const metrics = await channel.request({ kind: 'metrics' }, metricsTimeoutMs)
      return Array.isArray(metrics) ? metrics : undefined
    },
  }
  return self
}

function transportTo(worker: Worker): Transport {
  return {
    send(message) {
      // A worker that is ending cannot receive messages. Its end is reported by the exit event.
      if (worker.isConnected()) worker.process.send(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => worker.on('message', listener),
  }
}
