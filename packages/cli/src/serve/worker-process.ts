import cluster, { type Worker } from 'node:cluster'
import { type Channel, openChannel, type Wire } from './channel.ts'
import {
  type PrimaryQuestion,
  type PrimaryTold,
  placeVariable,
  type WorkerPlace,
  type WorkerQuestion,
  type WorkerTold,
} from './messages.ts'

export type Listening = Readonly<{ url: string; adminUrl: string | undefined; announcement: string | undefined }>

export type WorkerEnd = Readonly<{
  code: number | null
  signal: string | null
  /** Why it could not start, for a person. */
  reason: string | undefined
}>

/** One server process, as the primary sees it. */
export type WorkerProcess = Readonly<{
  pid: number
  /** Resolves once it answers calls; undefined when it ended before. */
  listening: Promise<Listening | undefined>
  /** Resolves when it asks for a successor, or is gone. */
  left: Promise<'asked' | 'died'>
  /** Resolves when the process is gone. */
  ended: Promise<WorkerEnd>
  retire(): void
  stop(): void
  kill(): void
  /** Undefined when it does not answer in time. */
  metrics(): Promise<readonly object[] | undefined>
}>

/** What workers ask of the primary. */
export type WorkerDesk = Readonly<{
  answer(question: WorkerQuestion): Promise<unknown>
  farewell(worker: WorkerProcess, metrics: readonly object[]): void
}>

const metricsTimeoutMs = 2_000

/** Starts the program of this process again, as a worker. */
export function startWorkerProcess(place: WorkerPlace, desk: WorkerDesk): WorkerProcess {
  // A worker notices by its own means that its parent is gone.
  const worker = cluster.fork({ [placeVariable]: JSON.stringify(place), YAOQUAN_STOP_WITH_PARENT: '' })
  const listening = Promise.withResolvers<Listening | undefined>()
  const left = Promise.withResolvers<'asked' | 'died'>()
  const ended = Promise.withResolvers<WorkerEnd>()
  let reason: string | undefined
  const channel: Channel<PrimaryTold, PrimaryQuestion> = openChannel<
    PrimaryTold,
    PrimaryQuestion,
    WorkerTold,
    WorkerQuestion
  >(wireTo(worker), {
    hear(told) {
      if (told.kind === 'listening') listening.resolve(told)
      else if (told.kind === 'leaving') left.resolve('asked')
      else if (told.kind === 'farewell') desk.farewell(self, told.metrics)
      else reason = told.reason
    },
    answer: desk.answer,
  })
  const end = (code: number | null, signal: string | null) => {
    left.resolve('died')
    listening.resolve(undefined)
    ended.resolve({ code, signal, reason })
  }
  worker.once('exit', (code: number | null, signal: string | null) => {
    // What it said last may still be on its way.
    if (worker.isConnected()) worker.once('disconnect', () => end(code, signal))
    else end(code, signal)
  })
  worker.on('error', (error) => {
    reason ??= error.message
    // The system had no room for one more process.
    if (worker.process.pid === undefined) end(null, null)
  })
  const self: WorkerProcess = {
    pid: worker.process.pid ?? 0,
    listening: listening.promise,
    left: left.promise,
    ended: ended.promise,
    retire: () => channel.tell({ kind: 'retire' }),
    stop: () => channel.tell({ kind: 'stop' }),
    kill: () => worker.process.kill('SIGKILL'),
    async metrics() {
      const answer = await channel.ask({ kind: 'metrics' }, metricsTimeoutMs)
      return Array.isArray(answer) ? answer : undefined
    },
  }
  return self
}

function wireTo(worker: Worker): Wire {
  return {
    send(message) {
      // One that is just ending hears nothing; its end is an event of its own.
      if (worker.isConnected()) worker.process.send(message, undefined, undefined, () => undefined)
    },
    onMessage: (hear) => worker.on('message', hear),
  }
}
