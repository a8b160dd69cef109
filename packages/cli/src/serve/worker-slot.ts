import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { FailureReason } from './channel.ts'
import type { WorkerPool } from './worker-pool.ts'
import type { WorkerProcess } from './worker-process.ts'

/** Keeps one worker running: starts a new one whenever the current one leaves or dies. */
export type WorkerSlot = Readonly<{
  /** Assigns a running worker to this slot. */
  assign(worker: WorkerProcess): void
  /** Starts a worker, and retries with pauses until one answers or the slot gives up. */
  fill(): Promise<void>
  /**
   * Starts a new worker and retires the old one once the new one answers.
   * @returns the old worker; `failed` if the new one did not start, in which case the old one stays
   */
  replace(): Promise<WorkerProcess | 'failed'>
}>

export type SlotDependencies = Readonly<{
  pool: WorkerPool
  log: Logger
  /** Called when a worker that answered has died. */
  onDeath: (worker: WorkerProcess) => void
  /** Called after `maxFailures` failed starts in a row, with the reason of the last one. */
  giveUp: (reason: FailureReason) => void
}>

const maxFailures = 5

export function createWorkerSlot({ pool, log, onDeath, giveUp }: SlotDependencies): WorkerSlot {
  let current: WorkerProcess | undefined
  let filling: Promise<void> | undefined
  let isReplacing = false

  function assign(worker: WorkerProcess): void {
    current = worker
    void worker.left.then((how) => {
      if (current !== worker) return
      current = undefined
      if (pool.isStopping()) return
      if (how === 'died') onDeath(worker)
      else log.warn({ worker: worker.pid }, 'worker leaves')
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
    for (let failures = 0; current === undefined; ) {
      await delay(pauseMs(failures))
      if (pool.isStopping()) return
      const outcome = await pool.start()
      if (outcome.kind === 'started') {
        assign(outcome.worker)
        continue
      }
      failures += 1
      const { reason } = outcome
      if (!pool.isStopping()) log.error({ failures, reason: reason.logged }, 'worker did not start')
      if (failures >= maxFailures) return giveUp(reason)
    }
  }

  async function replace(): Promise<WorkerProcess | 'failed'> {
    await filling
    const old = current
    if (old === undefined) return 'failed'
    isReplacing = true
    const outcome = await pool.start()
    isReplacing = false
    if (outcome.kind === 'started') {
      assign(outcome.worker)
      old.retire()
      return old
    }
    if (!pool.isStopping()) log.error({ reason: outcome.reason.logged }, 'new worker did not start')
    if (current === undefined && !pool.isStopping()) void fill()
    return 'failed'
  }

  return { assign, fill, replace }
}

/** No pause before the first attempt, then 0.5, 1, 2 and 4 s. */
function pauseMs(failures: number): number {
  return failures === 0 ? 0 : 250 * 2 ** failures
}

/**
 * Returns a function that replaces the workers one by one. A call during a reload starts another reload after the current one, once
 * the replaced workers have ended, so a slot never has more than two processes.
 */
export function createReload(slots: readonly WorkerSlot[], log: Logger): () => void {
  let isReloading = false
  let isRequested = false
  const reload = async () => {
    isReloading = true
    while (isRequested) {
      isRequested = false
      await reloadOnce(slots, log)
    }
    isReloading = false
  }
  return () => {
    isRequested = true
    if (!isReloading) void reload()
  }
}

async function reloadOnce(slots: readonly WorkerSlot[], log: Logger): Promise<void> {
  log.info('reload started')
  const gone: Promise<unknown>[] = []
  for (const slot of slots) {
    const old = await slot.replace()
    if (old === 'failed') {
      log.error('reload aborted; the remaining workers are kept')
      break
    }
    gone.push(old.ended)
  }
  await Promise.all(gone)
  log.info('reload ended')
}
