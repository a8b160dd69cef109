import { setTimeout as delay } from 'node:timers/promises'

/** Waits so many seconds, or not at all when too many calls wait already. */
export type BoundedWait = (seconds: number) => Promise<void>

export function boundedWait(max: number): BoundedWait {
  let waiting = 0
  return async (seconds) => {
    if (seconds === 0 || waiting >= max) return
    waiting += 1
    try {
      await delay(seconds * 1000)
    } finally {
      waiting -= 1
    }
  }
}
