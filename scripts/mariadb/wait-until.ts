import { setTimeout as delay } from 'node:timers/promises'

/** What is waited for. */
export type Patience = Readonly<{
  /** For the message, after "gave up waiting for". */
  what: string
  withinMs: number
  /** Between two questions, default 50. */
  everyMs?: number
}>

/**
 * Asks again and again until the answer is yes.
 * @throws Error when the time is over, and whatever the question throws
 */
export async function waitUntil(
  isSo: () => Promise<boolean>,
  { what, withinMs, everyMs = 50 }: Patience,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`gave up waiting for ${what} after ${withinMs} ms`)
    await delay(everyMs)
  }
}
