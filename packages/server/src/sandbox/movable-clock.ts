/** The clock of a sandbox: it runs on, from wherever it was moved to. */
export interface MovableClock {
  /** Epoch milliseconds. */
  now(): number
  moveTo(epochMs: number): void
  /** Back to the time of the store. */
  reset(): void
}

/**
 * @param startMs where it begins; undefined for the time of the store
 * @param storeMs the time of the store, epoch milliseconds
 */
export function createMovableClock(startMs: number | undefined, storeMs: () => number): MovableClock {
  let aheadMs = startMs === undefined ? 0 : startMs - storeMs()
  return {
    now: () => storeMs() + aheadMs,
    moveTo(epochMs) {
      aheadMs = epochMs - storeMs()
    },
    reset() {
      aheadMs = 0
    },
  }
}
