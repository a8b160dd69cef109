/** A call of an app in a second of the gateway's clock, and how many calls the second may have. */
export type RatedCall = Readonly<{ appKey: string; second: number; limit: number }>

/** Enforces the calls per second of apps. */
export interface CallRates {
  /** Counts a call. @returns false when the second is full */
  take(call: RatedCall): boolean | Promise<boolean>
}

/** Counts the calls of this process alone. */
export function createOwnRates(): CallRates {
  const newest = new Map<string, { second: number; calls: number }>()
  return {
    take({ appKey, second, limit }) {
      const known = newest.get(appKey)
      const current = known?.second === second ? known : { second, calls: 0 }
      newest.set(appKey, current)
      if (current.calls >= limit) return false
      current.calls += 1
      return true
    },
  }
}
