import type { Logger } from 'pino'
import type { WorkerSlot } from './worker-slot.ts'

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
