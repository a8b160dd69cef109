import {
  type CountMiss,
  createMissCounter,
  type Miss,
  type MissCount,
  type MissLimit,
  type MissWindow,
} from '@yaoquan/api'
import { LRUCache } from 'lru-cache'
import type { CallingApp } from '#gateway/call/callers'
import type { Limited } from '#gateway/call/incoming-call'
import { LookUpTurns } from './look-up-turns.ts'
import { recordEach } from './record-each.ts'

/** An app that looks up phones which it sees masked. */
export type PhoneGuesser = Readonly<{
  app: Pick<CallingApp, 'appKey' | 'operator'>
  sellerId: string
  shop: string | undefined
  ip: string
  /** The gateway's clock, epoch milliseconds. */
  nowMs: number
}>

/** A caller was refused for phones that found nothing, or for members looked at by number. */
export type PhonesTriedAlarm = Readonly<{
  appKey: string
  /** The name of an operator, who has no app. */
  operator: string | undefined
  sellerId: string
  reason: MissLimit
  /** Different phones or numbers that were answered before. */
  limit: number
  atMs: number
}>

/**
 * Limits phones that find nothing, for callers who see phones masked, so that the hidden digits cannot be tried out. Phones that find
 * something cost nothing.
 */
export interface PhoneGuesses {
  /**
   * Waits for earlier look-ups of the caller in this process that try other phones in the same place, so that what they missed is
   * counted: without it a burst would be answered before its first miss counts.
   * @param places what look-ups share that try a phone, by default the first and last digits
   * @returns ends the look-up; call it once
   */
  begin(guesser: PhoneGuesser, phones: readonly string[], places?: readonly string[]): Promise<() => void>
  /**
   * @param reasons the limits that hold
   * @returns why the call is refused; undefined: it may go on
   */
  wait(guesser: PhoneGuesser, phones: readonly string[], reasons: readonly MissLimit[]): Limited | undefined
  /**
   * Counts phones that found nothing.
   * @param isCertain false: they count only with those that have the same first and last digits
   * @returns why the answer is refused, since others missed meanwhile; undefined: it may be given
   */
  missed(guesser: PhoneGuesser, phones: readonly string[], isCertain: boolean): Promise<Limited | undefined>
  /**
   * Counts the phones of a list with those alike in lists, whether they find something or not.
   * @returns why the call is refused; undefined: it may go on
   */
  listed(guesser: PhoneGuesser, phones: readonly string[]): Promise<Limited | undefined>
  /**
   * Counts members, cards and orders that an operator names by their numbers, whether they exist or not.
   * @returns why the call is refused; undefined: it may go on
   */
  named(guesser: PhoneGuesser, names: readonly string[]): Promise<Limited | undefined>
  /** Records the alarms that are due. Call it every second, and once at the end. @throws what `record` throws; it is tried again */
  settle(): Promise<void>
}

/** Asks the process that counts for all. @returns a count for each, in their order; undefined when it does not answer */
export type ShareMisses = (misses: readonly Miss[]) => Promise<readonly MissCount[] | undefined>

type Dependencies = Readonly<{
  /** Limit for each shop and address of an app; 0: no limit. */
  appMissesPerMinute: number
  /** Digest with a key that all processes share. */
  digest: (text: string) => Uint8Array
  /** Absent in a server that is one process. */
  share?: ShareMisses | undefined
  /** Called once per alarm. */
  announce: (alarm: PhonesTriedAlarm) => void
  /** Called for an alarm until it succeeds. */
  record: (alarm: PhonesTriedAlarm) => Promise<void>
}>

const operatorMissesPerMinute = 20
const operatorMissesPerDay = 1_000
/** Phones with the same first three and last four digits: what a masked phone shows. */
const alikeMissesPerDay = 20
/** Limit for lists. Among two million phones of a day some ten are alike by chance, with common first digits. */
const alikeInListsPerDay = 50

/** Enough for any desk, and a year for a seller with 180,000 members. */
const namedPerMinute = 30
const namedPerDay = 500

const minuteMs = 60_000
const dayMs = 86_400_000
const gmt8Ms = 8 * 3_600_000
/** Full windows that this process knows of; the others may ask the one that counts. */
const maxFull = 10_000

type Counted = Readonly<{ windows: readonly MissWindow[]; hash: number | undefined }>

type Full = Readonly<{ untilMs: number }> & { isReported: boolean }

export function createPhoneGuesses(dependencies: Dependencies): PhoneGuesses {
  const { share, announce, record } = dependencies
  // A look-up goes past an empty map, so what has ended is removed.
  const full = new LRUCache<string, Full>({ maxSize: maxFull, sizeCalculation: () => 1, ttl: dayMs })
  const unrecorded = new Set<PhonesTriedAlarm>()
  const countAlone: CountMiss = createMissCounter()
  const turns = new LookUpTurns()
  const count = async (guesser: PhoneGuesser, tried: readonly Counted[]): Promise<readonly MissCount[]> => {
    const own = { caller: callerOf(guesser), dayEndMs: endOfDay(guesser.nowMs) }
    const misses = tried.map((each) => ({ ...each, ...own }))
    const counts = (await share?.(misses)) ?? misses.map(countAlone)
    for (const [place, { windows }] of tried.entries()) note(guesser, windows, counts[place])
    return counts
  }
  const note = (guesser: PhoneGuesser, windows: readonly MissWindow[], counted: MissCount | undefined) => {
    if (counted === undefined) return
    for (const { name, key, untilMs } of windows) {
      const isKnown = full.get(key)?.untilMs === untilMs
      if (counted.full.includes(name) && !isKnown) {
        full.set(key, { untilMs, isReported: counted.isRefused }, { ttl: untilMs - guesser.nowMs })
      }
    }
    const cause = windows.find(({ name }) => name === counted.alarm)
    if (cause !== undefined) {
      const { app, sellerId, nowMs: atMs } = guesser
      const who = { appKey: app.appKey, operator: app.operator?.name, sellerId }
      const alarm = { ...who, reason: cause.name, limit: cause.limit, atMs }
      unrecorded.add(alarm)
      announce(alarm)
    }
  }
  const refusalOf = async (guesser: PhoneGuesser, tried: readonly Counted[]): Promise<Limited | undefined> => {
    const counts = tried.length === 0 ? [] : await count(guesser, tried)
    for (const [place, { isRefused, full: names }] of counts.entries()) {
      const reason = tried[place]?.windows.find(({ name }) => isRefused && names.includes(name))
      if (reason !== undefined) return limitedBy(reason.name, reason.untilMs, guesser)
    }
    return undefined
  }
  return {
    begin(guesser, phones, places = phones.map(alikeOf)) {
      const caller = callerOf(guesser)
      return turns.enter(new Set(places.map((place) => `${caller} ${place}`)), phones.toSorted().join(' '))
    },
    wait(guesser, phones, reasons) {
      if (full.size === 0) return undefined
      for (const phone of phones) {
        const windows = windowsOf(guesser, phone, dependencies).filter(({ name }) => reasons.includes(name))
        const known = windows.map(({ key, untilMs }) => ({ window: full.get(key), untilMs }))
        const place = known.findIndex(({ window, untilMs }) => window !== undefined && window.untilMs >= untilMs)
        const window = known[place]?.window
        const reason = windows[place]
        if (window === undefined || reason === undefined) continue
        if (!window.isReported) {
          window.isReported = true
          void count(guesser, [{ windows, hash: undefined }])
        }
        return limitedBy(reason.name, window.untilMs, guesser)
      }
      return undefined
    },
    async listed(guesser, phones) {
      const tried = Array.from(new Set(phones), (phone) => ({
        windows: windowsOf(guesser, phone, dependencies).flatMap((window) =>
          window.name === 'alike' ? [{ ...window, key: `list ${window.key}`, limit: alikeInListsPerDay }] : [],
        ),
        hash: hashOf(dependencies.digest(phone)),
      }))
      return refusalOf(guesser, tried)
    },
    async named(guesser, names) {
      const windows = windowsOfNames(guesser)
      return refusalOf(
        guesser,
        names.map((name) => ({ windows, hash: hashOf(dependencies.digest(`named ${name}`)) })),
      )
    },
    async missed(guesser, phones, isCertain) {
      const tried = Array.from(new Set(phones), (phone) => {
        const all = windowsOf(guesser, phone, dependencies)
        const windows = isCertain ? all : all.filter(({ name }) => name === 'alike')
        return { windows, hash: hashOf(dependencies.digest(phone)) }
      })
      return refusalOf(guesser, tried)
    },
    async settle() {
      full.purgeStale()
      await recordEach(unrecorded, record)
    },
  }
}

function limitedBy(reason: MissLimit, untilMs: number, { nowMs }: PhoneGuesser): Limited {
  return { reason, seconds: Math.max(1, Math.ceil((untilMs - nowMs) / 1_000)) }
}

/** The spans in which a phone counts, the longest and narrowest first. */
function windowsOf(
  guesser: PhoneGuesser,
  phone: string,
  { digest, appMissesPerMinute }: Pick<Dependencies, 'digest' | 'appMissesPerMinute'>,
): readonly MissWindow[] {
  const { app, shop, ip, nowMs } = guesser
  const caller = callerOf(guesser)
  const untilMs = endOfDay(nowMs)
  const endOfMinute = (Math.floor(nowMs / minuteMs) + 1) * minuteMs
  const group = hashOf(digest(`alike ${alikeOf(phone)}`))
  const alike = { name: 'alike', key: `alike ${group} ${caller}`, limit: alikeMissesPerDay, untilMs } as const
  if (app.operator !== undefined) {
    return [
      alike,
      { name: 'day', key: `day ${caller}`, limit: operatorMissesPerDay, untilMs },
      { name: 'minute', key: `minute ${caller}`, limit: operatorMissesPerMinute, untilMs: endOfMinute },
    ]
  }
  if (appMissesPerMinute === 0) return [alike]
  const place = JSON.stringify([ip, shop?.slice(0, maxShopLength)])
  const key = `minute ${caller} ${hashOf(digest(place))}`
  return [alike, { name: 'minute', key, limit: appMissesPerMinute, untilMs: endOfMinute }]
}

const maxShopLength = 64

function windowsOfNames(guesser: PhoneGuesser): readonly MissWindow[] {
  const caller = callerOf(guesser)
  const { nowMs } = guesser
  const endOfMinute = (Math.floor(nowMs / minuteMs) + 1) * minuteMs
  return [
    { name: 'members-day', key: `members-day ${caller}`, limit: namedPerDay, untilMs: endOfDay(nowMs) },
    { name: 'members-minute', key: `members-minute ${caller}`, limit: namedPerMinute, untilMs: endOfMinute },
  ]
}

/** What a masked phone shows. */
function alikeOf(phone: string): string {
  return `${phone.replace(/\D/g, '').slice(0, 3)} ${phone.slice(-4)}`
}

/** An operator counts as one person, whichever seller is looked at. */
function callerOf({ app: { appKey, operator }, sellerId }: PhoneGuesser): string {
  return operator === undefined ? `${appKey} ${sellerId}` : appKey
}

function endOfDay(nowMs: number): number {
  return (Math.floor((nowMs + gmt8Ms) / dayMs) + 1) * dayMs - gmt8Ms
}

/** 48 bits: among 10,000 phones two that count as one are rarer than one in a million sets. */
function hashOf(digest: Uint8Array): number {
  return Buffer.from(digest).readUIntBE(0, 6)
}
