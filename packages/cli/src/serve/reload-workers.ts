import type { Logger } from 'pino'
import type { WorkerSlot } from './worker-slot.ts'

/**
 * Replaces the workers one by one, at each call of what it returns. Called while it is at work, it begins once more when
 * it is done and those it replaced are gone: there are never more than two processes for a place.
 */
export function createReload(slots: readonly WorkerSlot[], log: Logger): () => void {
  let isAtWork = false
  let isAsked = false
  const work = async () => {
    isAtWork = true
    while (isAsked) {
      isAsked = false
      await reloadOnce(slots, log)
    }
    isAtWork = false
  }
  return () => {
    isAsked = true
    if (!isAtWork) void work()
  }
}

async function reloadOnce(slots: readonly WorkerSlot[], log: Logger): Promise<void> {
  log.info('reload started')
  const gone: Promise<unknown>[] = []
  for (const slot of slots) {
    const old = await slot.replace()
    if (old === 'failed') {
      log.error('reload broken off; the workers not replaced yet go on')
      break
    }
    gone.push(old.ended)
  }
  await Promise.all(gone)
  log.info('reload ended')
}
