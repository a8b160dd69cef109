/**
 * What a limit counts: phones that find nothing, of a minute, of a day, or of a day with the same first three and last four digits; or
 * members, cards and orders that a clerk looks at by their number, of a minute or a day.
 */
export type MissLimit = 'alike' | 'day' | 'minute' | 'members-day' | 'members-minute'

/** A span of time in which a caller may miss so many different phones. */
export type MissWindow = Readonly<{
  name: MissLimit
  /** Names the caller and what is counted. */
  key: string
  /** Different phones, at least 1. */
  limit: number
  /** End of the span, epoch milliseconds; two spans of one key do not end at the same time. */
  untilMs: number
}>

export type Miss = Readonly<{
  caller: string
  /** The longest first: the first that is full is the reason. */
  windows: readonly MissWindow[]
  /** Keyed hash of the phone, in 48 bits; undefined for a call that is refused before it is known what it would find. */
  hash: number | undefined
  /** End of the day, epoch milliseconds. */
  dayEndMs: number
}>

export type MissCount = Readonly<{
  /** The windows that are full now. */
  full: readonly MissLimit[]
  /** Whether one was full before: the call is refused, and not counted. */
  isRefused: boolean
  /** Why, if it is the caller's first refusal for this reason on this day. */
  alarm: MissLimit | undefined
}>

/** Counts phones that found nothing, for all processes that ask it. Holds hashes, and no phone. */
export type CountMiss = (miss: Miss) => MissCount

type Seen = Readonly<{ untilMs: number; hashes: Set<number> }>

/** Windows of each kind that are kept; those that were used least recently go first. One takes some 300 bytes. */
const maxWindows = 50_000

export function createMissCounter(): CountMiss {
  // A list of many strangers begins as many windows. They drop each other, and not those that fill.
  const begun = new Map<string, Seen>()
  const filling = new Map<string, Seen>()
  const alarms = new Map<string, number>()
  const seenIn = ({ key, untilMs }: MissWindow): Seen => {
    const known = filling.get(key) ?? begun.get(key)
    filling.delete(key)
    begun.delete(key)
    // A late miss of the span before counts in the present one, so that the limit is never exceeded.
    const current = known !== undefined && known.untilMs >= untilMs ? known : { untilMs, hashes: new Set<number>() }
    const windows = current.hashes.size < 2 ? begun : filling
    windows.set(key, current)
    dropOldest(windows)
    return current
  }
  const alarmOf = ({ caller, dayEndMs }: Miss, name: MissLimit): MissLimit | undefined => {
    const key = `${name} ${caller}`
    if ((alarms.get(key) ?? 0) >= dayEndMs) return undefined
    alarms.delete(key)
    alarms.set(key, dayEndMs)
    dropOldest(alarms)
    return name
  }
  return (miss) => {
    const counted = miss.windows.map((window) => ({ ...window, seen: seenIn(window).hashes }))
    const namesOfFull = () => counted.filter(({ seen, limit }) => seen.size >= limit).map(({ name }) => name)
    const full = namesOfFull()
    const [reason] = full
    if (reason !== undefined) return { full, isRefused: true, alarm: alarmOf(miss, reason) }
    if (miss.hash !== undefined) for (const { seen } of counted) seen.add(miss.hash)
    return { full: namesOfFull(), isRefused: false, alarm: undefined }
  }
}

function dropOldest(entries: Map<string, unknown>): void {
  if (entries.size <= maxWindows) return
  for (const key of entries.keys()) {
    entries.delete(key)
    return
  }
}
