/**
 * How long a test waits for what must come, in milliseconds. Only what never comes takes so long: a busy machine is no fault.
 * `expect.poll` waits so long by itself; `vi.waitFor`, which also works in hooks, is told.
 */
export const patienceMs = 120_000

/** How long a test waits for work on thousands of rows, in milliseconds. */
export const longPatienceMs = 600_000

/** How long a test or a hook may take, in milliseconds. */
export const testLimitMs = 900_000
