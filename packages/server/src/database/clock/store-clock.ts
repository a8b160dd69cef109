/** How far the clock of the host is from the store's, and what follows from it. */
export type ClockState = Readonly<{
  /** Milliseconds by which the host's clock is certainly ahead of the store's; negative: behind; 0: within the error. */
  hostAheadMs: number
  /**
   * - `close`: below 1 s
   * - `apart`: 1 s or more; operators are warned
   * - `far-apart`: 5 s or more; the server is not ready
   * - `writes-refused`: 60 s or more in three comparisons
   */
  level: 'close' | 'apart' | 'far-apart' | 'writes-refused'
}>

/**
 * The one clock of all servers on a store. Leases, holds, limits and expiry use it, so a host with a wrong clock does no harm.
 */
export type StoreClock = Readonly<{
  /** Epoch milliseconds. Never decreases in this process. Bound: may be passed as a function. */
  readonly now: () => number
  state(): ClockState
  close(): void
}>

/** For a store in a file: its servers run on the same machine. */
export const hostClock: StoreClock = {
  now: Date.now,
  state: () => ({ hostAheadMs: 0, level: 'close' }),
  close: () => undefined,
}
