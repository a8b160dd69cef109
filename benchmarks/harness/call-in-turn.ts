import type { Load } from './load.ts'

/**
 * Sends calls one after another for some seconds, at least one call. For slow servers: 32 concurrent calls of half a
 * second each would leave a queue that delays the next round.
 */
export async function callInTurn(
  url: string,
  bodies: readonly string[],
  seconds: number,
): Promise<Pick<Load, 'requests' | 'requestsPerSecond' | 'failed'>> {
  const startMs = performance.now()
  let requests = 0
  let failed = 0
  let elapsedMs = 0
  while (elapsedMs < seconds * 1000) {
    const body = new URLSearchParams(bodies[requests % bodies.length])
    const answer = await fetch(`${url}/router/rest`, { method: 'POST', body })
    await answer.text()
    requests += 1
    if (!answer.ok) failed += 1
    elapsedMs = performance.now() - startMs
  }
  return { requests, requestsPerSecond: (requests / elapsedMs) * 1000, failed }
}
