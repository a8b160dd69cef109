import { setTimeout as delay } from 'node:timers/promises'

const dayMs = 86_400_000

/**
 * For a test that must not count in two days: waits for the next one where this one is about to end.
 * @param takenMs what the test may take
 * @param periodMs a whole part of a day, for a test that must not count in two of those
 */
export async function withoutMidnight(takenMs: number, periodMs = dayMs): Promise<void> {
  // Days begin at midnight GMT+8.
  const leftMs = periodMs - ((Date.now() + 8 * 3_600_000) % periodMs)
  if (leftMs < takenMs) await delay(leftMs)
}
