import { setTimeout as delay } from 'node:timers/promises'

/** Waits so many seconds, or not at all where too many wait already. */
export type BoundedWait = (seconds: number) => Promise<void>

/** @param max how many may wait at once */
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
