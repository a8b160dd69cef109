import { LRUCache } from 'lru-cache'

/** The clocks of a sandbox, one per seller: each runs on from where its test app moved it. */
export interface MovableClocks {
  /**
   * Epoch milliseconds.
   * @param sellerId whose clock; without it the unmoved clock
   */
  now(sellerId?: string): number
  moveTo(sellerId: string, epochMs: number): void
  /** Returns to the unmoved clock. */
  reset(sellerId: string): void
}

/** Beyond that, the least recently read clock returns to the unmoved one. */
const maxMoved = 10_000

/**
 * @param startMs time at which all clocks begin; undefined: the time of the store
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
