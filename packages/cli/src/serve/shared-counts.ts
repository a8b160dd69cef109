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

type ShownPhones = Omit<Extract<WorkerRequest, { kind: 'full-phones' }>, 'kind'>

type Count = Readonly<{ hour: number; limit: number; seen: Set<number> }> & { isExceeded: boolean }

/**
 * Counts the distinct phones that apps were shown in full, per seller and hour, across all workers.
 * @returns a function that returns the count if these phones are the first beyond the limit, else 0
 */
export function createSharedPhoneCounts(): (shown: ShownPhones) => number {
  const newest = new Map<string, Count>()
  return ({ appKey, sellerId, hour, limit, hashes }) => {
    const key = `${sellerId} ${appKey}`
    const known = newest.get(key)
    // Late phones of the previous hour count in the current one: an alarm too many rather than one too few.
    const isCurrent = known !== undefined && known.hour >= hour && known.limit === limit
    const count = isCurrent ? known : { hour, limit, seen: new Set<number>(), isExceeded: false }
    newest.set(key, count)
    if (count.isExceeded) return 0
    for (const hash of hashes) count.seen.add(hash)
    if (count.seen.size <= limit) return 0
    count.isExceeded = true
    const { size } = count.seen
    count.seen.clear()
    return size
  }
}
