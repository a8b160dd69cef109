/**
 * The longest time between two consecutive times; 0 for fewer than two.
 * @param timesMs in ascending order
 */
export function longestGap(timesMs: readonly number[]): number {
  return timesMs.reduce((longest, timeMs, index) => Math.max(longest, timeMs - (timesMs[index - 1] ?? timeMs)), 0)
}
