const maxDeaths = 5
const periodMs = 60_000

/**
 * Counts deaths of workers.
 * @param nowMs of a clock that only goes forward
 * @returns a function that records a death. It returns whether there were five within a minute.
 */
export function createDeathCount(nowMs: () => number): () => boolean {
  let deaths: readonly number[] = []
  return () => {
    const now = nowMs()
    deaths = [...deaths.filter((atMs) => now - atMs < periodMs), now]
    return deaths.length >= maxDeaths
  }
}
