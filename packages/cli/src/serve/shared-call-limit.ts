import type { WorkerRequest } from './channel.ts'

type CallRequest = Omit<Extract<WorkerRequest, { kind: 'calls' }>, 'kind'>

/**
 * Enforces limits of calls per second across all workers: counts the granted calls of each app in its current second.
 * @returns a function that returns how many of the requested calls are granted
 */
export function createSharedCallLimit(): (request: CallRequest) => number {
  const newest = new Map<string, { second: number; granted: number }>()
  return ({ appKey, second, limit, calls }) => {
    const known = newest.get(appKey)
    // A late request for the previous second counts in the current one, so that the limit is never exceeded.
    const current = known !== undefined && known.second >= second ? known : { second, granted: 0 }
    newest.set(appKey, current)
    const granted = Math.max(0, Math.min(calls, limit - current.granted))
    current.granted += granted
    return granted
  }
}
