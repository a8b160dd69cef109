import type { WorkerQuestion } from './messages.ts'

type WantedCalls = Omit<Extract<WorkerQuestion, { kind: 'calls' }>, 'kind'>

/**
 * Counts the calls of all workers in the newest second of each app that has a limit of calls per second.
 * @returns how many of the calls are granted
 */
export function createCallGrants(): (wanted: WantedCalls) => number {
  const newest = new Map<string, { second: number; granted: number }>()
  return ({ appKey, second, limit, calls }) => {
    const known = newest.get(appKey)
    // A question of the second before that comes late counts in this one: never more than the limit.
    const current = known !== undefined && known.second >= second ? known : { second, granted: 0 }
    newest.set(appKey, current)
    const granted = Math.max(0, Math.min(calls, limit - current.granted))
    current.granted += granted
    return granted
  }
}
