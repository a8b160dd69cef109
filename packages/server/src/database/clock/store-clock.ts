/** How far the clock of the host is from the store's, and what follows from it. */
export type ClockState = Readonly<{
  /** Milliseconds that the host's clock surely is ahead of the store's; negative when it is behind; 0 when within the error. */
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
 * The one clock of all servers on a store. Leases, holds, limits and expiry go by it, so that a host whose own clock is wrong
 * harms nothing.
 */
export type StoreClock = Readonly<{
  /** Epoch milliseconds. Never less than before in this process. Passed on by itself as a clock. */
  readonly now: () => number
  state(): ClockState
  close(): void
}>

/** For a store that is a file: its servers run on its machine. */
export const hostClock: StoreClock = {
  now: Date.now,
  state: () => ({ hostAheadMs: 0, level: 'close' }),
  close: () => undefined,
}
