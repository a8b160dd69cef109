/** A call of an app in a second of the gateway's clock, and how many calls the second may have. */
export type RatedCall = Readonly<{ appKey: string; second: number; limit: number }>

export interface CallRates {
  /** Counts a call. @returns false when the second is full */
  take(call: RatedCall): boolean | Promise<boolean>
}

/** Counts only the calls of this process. */
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

export type RatedCalls = RatedCall & Readonly<{ calls: number }>

/** Asks the process that counts for all. @returns how many calls are granted; undefined when it does not answer */
export type TakeCalls = (wanted: RatedCalls) => Promise<number | undefined>

type Waiting = Readonly<{ call: RatedCall; decide: (mayCall: boolean) => void }>

/**
 * Enforces the calls per second of apps over all processes of the server, exactly. Calls of one turn of the event loop share a request to
 * the counter, and a full second is not requested again; apps without a limit cost nothing. While the counter does not answer, this process
 * enforces the limit by itself.
 */
export function createSharedRates(takeCalls: TakeCalls): CallRates {
  const waiting = new Map<string, Waiting[]>()
  const full = new Map<string, number>()
  const own = createOwnRates()
  const ask = async (asking: readonly Waiting[]) => {
    const [first] = asking
    if (first === undefined) return
    const granted = await takeCalls({ ...first.call, calls: asking.length })
    if (granted === undefined) {
      for (const { call, decide } of asking) decide(await own.take(call))
      return
    }
    if (granted < asking.length) full.set(first.call.appKey, first.call.second)
    for (const [place, { decide }] of asking.entries()) decide(place < granted)
  }
  const askForAll = () => {
    const turns = [...waiting.values()]
    waiting.clear()
    for (const asking of turns) void ask(asking)
  }
  return {
    take(call) {
      if (full.get(call.appKey) === call.second) return false
      if (waiting.size === 0) setImmediate(askForAll)
      return new Promise((decide) => {
        const key = `${call.appKey} ${call.second} ${call.limit}`
        const asking = waiting.get(key)
        if (asking) asking.push({ call, decide })
        else waiting.set(key, [{ call, decide }])
      })
    },
  }
}
