import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WorkerCrew } from './worker-crew.ts'
import type { WorkerProcess } from './worker-process.ts'

/** A place for one worker, which always has one or is getting one. */
export type WorkerSlot = Readonly<{
  /** Takes a worker that answers. */
  occupy(worker: WorkerProcess): void
  /** Starts a worker, again and again with pauses, until one answers or it gives up. */
  fill(): Promise<void>
  /**
   * Starts a worker, and when it answers lets the old one retire.
   * @returns the old one; `failed` when the new one did not start, and the old one stays
   */
  replace(): Promise<WorkerProcess | 'failed'>
}>

export type SlotParts = Readonly<{
  crew: WorkerCrew
  log: Logger
  /** Called when workers died at their start as often as is bearable, with the reason of the last. */
  giveUp: (reason: string) => void
}>

const maxFailures = 5
/** Who dies sooner after it answered did not start well. */
const youngMs = 1_000

export function createWorkerSlot({ crew, log, giveUp }: SlotParts): WorkerSlot {
  let current: WorkerProcess | undefined
  let filling: Promise<void> | undefined
  let failures = 0
  let isReplacing = false

  function occupy(worker: WorkerProcess): void {
    current = worker
    const sinceMs = performance.now()
    void worker.left.then((how) => {
      if (current !== worker) return
      current = undefined
      failures = how === 'died' && performance.now() - sinceMs < youngMs ? failures + 1 : 0
      if (crew.isStopping()) return
      log.warn({ worker: worker.pid }, how === 'died' ? 'worker died' : 'worker leaves')
      if (!isReplacing) void fill()
    })
  }

  function fill(): Promise<void> {
    filling ??= tryToFill().finally(() => {
      filling = undefined
    })
    return filling
  }

  async function tryToFill(): Promise<void> {
    for (let reason = diedYoung; current === undefined; ) {
      if (failures >= maxFailures) return giveUp(reason)
      await delay(pauseMs(failures))
      if (crew.isStopping()) return
      const outcome = await crew.start()
      if (outcome.kind === 'started') {
        occupy(outcome.worker)
        continue
      }
      failures += 1
      reason = outcome.reason
      if (!crew.isStopping()) log.error({ failures, reason }, 'worker did not start')
    }
  }

  async function replace(): Promise<WorkerProcess | 'failed'> {
    await filling
    const old = current
    if (old === undefined) return 'failed'
    isReplacing = true
    const outcome = await crew.start()
    isReplacing = false
    if (outcome.kind === 'started') {
      occupy(outcome.worker)
      old.retire()
      return old
    }
    if (!crew.isStopping()) log.error({ reason: outcome.reason }, 'new worker did not start')
    if (current === undefined && !crew.isStopping()) void fill()
    return 'failed'
  }

  return { occupy, fill, replace }
}

const diedYoung = '工作进程启动后立即退出 (a worker died as soon as it answered)'

/** At once the first time, then 0.5, 1, 2 and 4 s. */
function pauseMs(failures: number): number {
  return failures === 0 ? 0 : 250 * 2 ** failures
}
