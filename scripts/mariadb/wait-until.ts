import { setTimeout as delay } from 'node:timers/promises'

export type WaitOptions = Readonly<{
  /** The condition, for the error message: "gave up waiting for …". */
  what: string
  /** Limit in milliseconds; default 10 minutes, which only what never comes takes. */
  withinMs?: number
  /** Time between two checks; default 50. */
  everyMs?: number
}>

/**
 * Polls a condition until it holds.
 * @throws Error after `withinMs`, and any error of the condition
 */
export async function waitUntil(
  isTrue: () => Promise<boolean>,
  { what, withinMs = 600_000, everyMs = 50 }: WaitOptions,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await isTrue())) {
    if (performance.now() > deadlineMs) throw new Error(`gave up waiting for ${what} after ${withinMs} ms`)
    await delay(everyMs)
  }
}
