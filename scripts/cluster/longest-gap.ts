/** @param momentsMs in order @returns the longest time between two that follow each other; 0 for fewer than two */
export function longestGap(momentsMs: readonly number[]): number {
  return momentsMs.reduce(
    (longest, momentMs, place) => Math.max(longest, momentMs - (momentsMs[place - 1] ?? momentMs)),
    0,
  )
}
