import type { Listening, WorkerEnd, WorkerProcess } from './worker-process.ts'

export type Started =
  | Readonly<{ kind: 'started'; worker: WorkerProcess; listening: Listening }>
  /** With the reason, for a person. */
  | Readonly<{ kind: 'failed'; reason: string }>

/** All worker processes there are: starting, answering, retiring. */
export type WorkerCrew = Readonly<{
  /** Starts one more and waits until it answers. A migration may take its time, so this has no limit. */
  start(place?: Readonly<{ isFirst: boolean }>): Promise<Started>
  /** Those that answer calls, or did. */
  answering(): readonly WorkerProcess[]
  /** Lets all finish what is in work, then nothing more is started. */
  stop(): Promise<void>
  isStopping(): boolean
  /** Ends all at once. */
  kill(): void
}>

/** Longer than a worker takes to drain. */
const stopTimeoutMs = 30_000

/** @param spawn starts one more process */
export function createWorkerCrew(spawn: (place: Readonly<{ isFirst: boolean }>) => WorkerProcess): WorkerCrew {
  const alive = new Set<WorkerProcess>()
  const answering = new Set<WorkerProcess>()
  let isStopping = false
  const kill = () => {
    for (const worker of alive) worker.kill()
  }
  return {
    async start(place = { isFirst: false }) {
      const worker = spawn(place)
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
      for (const worker of alive) worker.stop()
      const limit = setTimeout(kill, stopTimeoutMs)
      await Promise.all([...alive].map(({ ended }) => ended))
      clearTimeout(limit)
    },
    isStopping: () => isStopping,
    kill,
  }
}

function reasonOf({ code, signal, reason }: WorkerEnd): string {
  return reason ?? `工作进程启动时退出 (a worker ended at its start: ${signal ?? `exit code ${code}`})`
}
