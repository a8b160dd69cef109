/** The clock of a sandbox: it runs on, from wherever it was moved to. */
export interface MovableClock {
  /** Epoch milliseconds. */
  now(): number
  moveTo(epochMs: number): void
  /** Back to the time of the machine. */
  reset(): void
}

/** @param startMs where it begins; undefined for the time of the machine */
export function createMovableClock(startMs: number | undefined): MovableClock {
  let aheadMs = startMs === undefined ? 0 : startMs - Date.now()
  return {
    now: () => Date.now() + aheadMs,
    moveTo(epochMs) {
      aheadMs = epochMs - Date.now()
    },
    reset() {
      aheadMs = 0
    },
  }
}
