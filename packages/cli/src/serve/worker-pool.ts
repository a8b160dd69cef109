import { say } from '#terminal/output'
import type { FailureReason } from './channel.ts'
import type { Listening, WorkerEnd, WorkerProcess } from './worker-process.ts'

export type Started =
  | Readonly<{ kind: 'started'; worker: WorkerProcess; listening: Listening }>
  | Readonly<{ kind: 'failed'; reason: FailureReason }>

/** All worker processes: starting, answering and retiring ones. */
export type WorkerPool = Readonly<{
  /** Starts a worker and waits until it answers. There is no time limit, because a migration may take long. */
  start(settings?: Readonly<{ isFirst: boolean }>): Promise<Started>
  /** Workers that answer calls or are retiring. */
  answering(): readonly WorkerProcess[]
  /** Lets all workers finish their calls and stops them. No more workers are started. */
  stop(): Promise<void>
  isStopping(): boolean
  /** Kills all workers immediately. */
  kill(): void
}>

/** Longer than a worker gives its calls. */
const callsTimeoutMs = 30_000
/** Longer than a worker takes after its last call. */
const endTimeoutMs = 9_000

/** @param spawn starts a worker process */
export function createWorkerPool(spawn: (settings: Readonly<{ isFirst: boolean }>) => WorkerProcess): WorkerPool {
  const alive = new Set<WorkerProcess>()
  const answering = new Set<WorkerProcess>()
  let isStopping = false
  const kill = () => {
    for (const worker of alive) worker.kill()
  }
  return {
    async start(settings = { isFirst: false }) {
      const worker = spawn(settings)
      alive.add(worker)
      void worker.ended.then(() => alive.delete(worker) && answering.delete(worker))
      const listening = await worker.listening
      if (listening === undefined) return { kind: 'failed', reason: reasonOf(await worker.ended) }
      answering.add(worker)
      return { kind: 'started', worker, listening }
    },
    answering: () => [...answering],
    async stop() {
      isStopping = true
      await Promise.all([...alive].map(stopOne))
    },
    isStopping: () => isStopping,
    kill,
  }
}

/** Stops a worker, and kills it where it does not end. */
async function stopOne(worker: WorkerProcess): Promise<void> {
  worker.stop()
  let limit = setTimeout(worker.kill, callsTimeoutMs)
  void worker.callsEnded.then(() => {
    clearTimeout(limit)
    limit = setTimeout(worker.kill, endTimeoutMs)
  })
  await worker.ended
  clearTimeout(limit)
}

function reasonOf({ code, signal, reason }: WorkerEnd): FailureReason {
  const english = `a worker exited during startup: ${signal ?? `exit code ${code}`}`
  return reason ?? { line: say(`工作进程启动时退出: ${signal ?? code}`, english), logged: english }
}

const maxDeaths = 5
const periodMs = 60_000

/**
 * Counts deaths of workers.
 * @param nowMs of a clock that only goes forward
 * @returns a function that records a death. It returns whether there were five within a minute.
 */
export function createDeathCount(nowMs: () => number): () => boolean {
  let deaths: readonly number[] = []
  return () => {
    const now = nowMs()
    deaths = [...deaths.filter((atMs) => now - atMs < periodMs), now]
    return deaths.length >= maxDeaths
  }
}
