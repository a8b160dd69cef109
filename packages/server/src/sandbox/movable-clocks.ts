import { LRUCache } from 'lru-cache'

/** The clocks of a sandbox, one per seller: each runs on, from wherever its own test app moved it to. */
export interface MovableClocks {
  /**
   * Epoch milliseconds.
   * @param sellerId whose clock; without it the one that nobody moves
   */
  now(sellerId?: string): number
  moveTo(sellerId: string, epochMs: number): void
  /** Back to the clock that nobody moves. */
  reset(sellerId: string): void
}

/** Beyond that the clock that was asked for longest ago goes back by itself. */
const maxMoved = 10_000

/**
 * @param startMs where all begin; undefined for the time of the store
 * @param storeMs the time of the store, epoch milliseconds
 */
export function createMovableClocks(startMs: number | undefined, storeMs: () => number): MovableClocks {
  const allAheadMs = startMs === undefined ? 0 : startMs - storeMs()
  const aheadMs = new LRUCache<string, number>({ max: maxMoved })
  return {
    now: (sellerId) => storeMs() + ((sellerId === undefined ? undefined : aheadMs.get(sellerId)) ?? allAheadMs),
    moveTo: (sellerId, epochMs) => void aheadMs.set(sellerId, epochMs - storeMs()),
    reset: (sellerId) => void aheadMs.delete(sellerId),
  }
}
