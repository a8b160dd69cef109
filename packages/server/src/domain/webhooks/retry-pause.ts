const firstPauseMs = 1_000
/** With jitter the longest pause is an hour. */
const longestPauseMs = 2_880_000

/**
 * How long to wait after a failed delivery: 1 s, 2 s, 4 s … at most an hour, each up to a quarter longer, so that the
 * webhooks of a receiver that was down do not all retry at the same moment.
 * @param failures since the last acknowledgment, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function retryPauseMs(failures: number, random: number): number {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(pauseMs * (1 + random / 4))
}
