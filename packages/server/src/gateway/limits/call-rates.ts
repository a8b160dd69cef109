/** A call of an app in a second of the gateway's clock, which may hold `limit` of them. */
export type RatedCall = Readonly<{ appKey: string; second: number; limit: number }>

/** Holds apps to their calls per second. */
export interface CallRates {
  /** @returns whether the second has room for one more call, which is taken then */
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
