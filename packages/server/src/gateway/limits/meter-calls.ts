import type { CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/incoming-call'

/** Counts calls per app and GMT+8 day, shared by all servers on one store. */
interface CallLedger {
  /** @returns the day's total over all servers, these calls included */
  addCalls(appKey: string, day: string, calls: number): Promise<number>
}

type MeteredApp = Pick<CallingApp, 'appKey' | 'callsPerDay' | 'callsPerSecond'>

/** Counts the calls of each app and refuses those above its limits (code 7). */
export interface CallMeter {
  admit(app: MeteredApp, nowMs: number): Promise<Refused | undefined>
  /** Adds the calls counted since the last time to the ledger. Call it every second, and once at the end. */
  settle(): Promise<void>
}

type Tally = {
  dayNumber: number
  day: string
  /** The day's total at the last exchange with the ledger, plus the calls admitted since. */
  total: number
  unsettled: number
}

const dayMs = 86_400_000
const gmt8Ms = 8 * 3_600_000

export function createCallMeter(ledger: CallLedger, rates: CallRates = createOwnRates()): CallMeter {
  const tallies = new Map<string, Tally>()
  /** Those of former days that the ledger has not all of: a call does not wait for it. */
  const ended = new Set<Readonly<{ appKey: string; tally: Tally }>>()
  const tallyOf = async ({ appKey }: MeteredApp, nowMs: number): Promise<Tally> => {
    const dayNumber = Math.floor((nowMs + gmt8Ms) / dayMs)
    const known = tallies.get(appKey)
    if (known?.dayNumber === dayNumber) return known
    const day = new Date(dayNumber * dayMs).toISOString().slice(0, 10)
    const total = await ledger.addCalls(appKey, day, 0)
    const raced = tallies.get(appKey)
    if (raced?.dayNumber === dayNumber) return raced
    if (raced) ended.add({ appKey, tally: raced })
    // The clock of a seller of a sandbox may go back to a day that ended.
    const ofDay = [...ended].filter((one) => one.appKey === appKey && one.tally.dayNumber === dayNumber)
    const waiting = ofDay.reduce((sum, one) => sum + one.tally.unsettled, 0)
    const tally: Tally = { dayNumber, day, total: total + waiting, unsettled: 0 }
    tallies.set(appKey, tally)
    return tally
  }
  return {
    async admit(app, nowMs) {
      let tally = await tallyOf(app, nowMs)
      const { appKey, callsPerSecond: limit } = app
      if (limit !== undefined) {
        const refusal = overQuota(app, tally, nowMs)
        if (refusal) return refusal
        const mayCall = await rates.take({ appKey, second: Math.floor(nowMs / 1000), limit })
        if (!mayCall) return { ...refuse('appCallLimited', { seconds: 1 }), limited: { reason: 'rate', seconds: 1 } }
        // The wait may have been long enough for a new day, or for others to use up the quota.
        tally = await tallyOf(app, nowMs)
      }
      const refusal = overQuota(app, tally, nowMs)
      if (refusal) return refusal
      tally.total += 1
      tally.unsettled += 1
      return undefined
    },
    async settle() {
      for (const one of ended) {
        await settleTally(one.appKey, one.tally, ledger)
        if (one.tally.unsettled === 0) ended.delete(one)
      }
      for (const [appKey, tally] of tallies) await settleTally(appKey, tally, ledger)
    },
  }
}

function overQuota(app: MeteredApp, tally: Tally, nowMs: number): Refused | undefined {
  if (app.callsPerDay === undefined || tally.total < app.callsPerDay) return undefined
  const leftMs = dayMs - ((nowMs + gmt8Ms) % dayMs)
  return refuse('appCallLimited', { seconds: Math.ceil(leftMs / 1000) })
}

async function settleTally(appKey: string, tally: Tally, ledger: CallLedger): Promise<void> {
  const calls = tally.unsettled
  if (calls === 0) return
  tally.unsettled = 0
  try {
    tally.total = (await ledger.addCalls(appKey, tally.day, calls)) + tally.unsettled
  } catch (error) {
    tally.unsettled += calls
    throw error
  }
}

/** A call of an app in a second of the gateway's clock, and how many calls the second may have. */
type RatedCall = Readonly<{ appKey: string; second: number; limit: number }>

interface CallRates {
  /** Counts a call. @returns false when the second is full */
  take(call: RatedCall): boolean | Promise<boolean>
}

/** Counts only the calls of this process. */
function createOwnRates(): CallRates {
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
