import { LRUCache } from 'lru-cache'

/** The clocks of a sandbox, one per seller: each runs on from where its test app moved it. */
export interface MovableClocks {
  /** @param sellerId whose clock; without it the unmoved clock */
  now(sellerId?: string): number
  moveTo(sellerId: string, epochMs: number): void
  reset(sellerId: string): void
}

/** If more clocks are moved, the least recently read one returns to the unmoved one. */
const maxMoved = 10_000

/** The clocks begin at `startMs`, epoch milliseconds, or at the time of the store. */
export function createMovableClocks(startMs: number | undefined, storeMs: () => number): MovableClocks {
  const allAheadMs = startMs === undefined ? 0 : startMs - storeMs()
  const aheadMs = new LRUCache<string, number>({ maxSize: maxMoved, sizeCalculation: () => 1 })
  return {
    now: (sellerId) => storeMs() + ((sellerId === undefined ? undefined : aheadMs.get(sellerId)) ?? allAheadMs),
    moveTo: (sellerId, epochMs) => void aheadMs.set(sellerId, epochMs - storeMs()),
    reset: (sellerId) => void aheadMs.delete(sellerId),
  }
}
