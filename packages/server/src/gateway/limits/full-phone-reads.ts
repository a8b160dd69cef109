import { defaultFullPhonesPerHour } from '@yaoquan/api'
import { LRUCache } from 'lru-cache'
import type { AnswerPhones } from '#gateway/call/answer-phones'
import type { CallingApp } from '#gateway/call/callers'
import { recordEach } from './record-each.ts'

/** Full phones that were shown to an app. */
export type FullPhoneRead = Readonly<{
  app: Pick<CallingApp, 'appKey' | 'fullPhonesPerHour'>
  sellerId: string
  phones: AnswerPhones
  /** The gateway's clock, epoch milliseconds. */
  nowMs: number
}>

/** An app was shown more phones of a seller in an hour than its limit. */
export type FullPhonesAlarm = Readonly<{
  appKey: string
  sellerId: string
  /** Distinct phones counted when the alarm was raised. */
  count: number
  limit: number
  /** Begin of the hour, epoch milliseconds. */
  hourStartMs: number
  /** Moment of the latest counted read, by the gateway's clock. */
  atMs: number
}>

/** Counts the distinct phones shown in full to each app, per seller and clock hour, and raises one alarm beyond the limit. */
export interface FullPhoneReads {
  count(read: FullPhoneRead): void
  /** Raises the alarms that are due. Call it every second, and once at the end. @throws what `record` throws; it is tried again */
  settle(): Promise<void>
}

/** Phones that one process showed first, as hashes. */
export type SharedPhones = Readonly<{
  appKey: string
  sellerId: string
  /** Hours since the epoch. */
  hour: number
  limit: number
  hashes: readonly number[]
}>

/**
 * Adds phones to the count of all processes of the server.
 * @returns how many distinct ones they showed, if these are the first beyond the limit in the hour; 0 if not; undefined
 * when there is no answer
 */
export type SharePhones = (shown: SharedPhones) => Promise<number | undefined>

type Dependencies = Readonly<{
  /** Absent in a server that is one process. */
  share?: SharePhones | undefined
  /** Called once per alarm. */
  announce: (alarm: FullPhonesAlarm) => void
  /** Called for an alarm until it succeeds. */
  record: (alarm: FullPhonesAlarm) => Promise<void>
}>

type Tally = Readonly<{ appKey: string; sellerId: string; hour: number; limit: number; seen: Set<number> }> & {
  unshared: number[]
  isAlarmed: boolean
  lastMs: number
}

const hourMs = 3_600_000
/** Apps and sellers that are counted at the same time; the one longest without a read is dropped first. */
const maxTallies = 10_000

/** Hashes a tally holds at most. More than the limit, so that an alarm says by how much it was exceeded within a second. */
function maxSeen(limit: number): number {
  return 2 * limit
}

export function createFullPhoneReads({ share, announce, record }: Dependencies): FullPhoneReads {
  const tallies = new LRUCache<string, Tally>({ maxSize: maxTallies, sizeCalculation: () => 1 })
  const due = new Set<Tally>()
  const unrecorded = new Set<FullPhonesAlarm>()
  const tallyOf = ({ app, sellerId, nowMs }: FullPhoneRead, limit: number): Tally => {
    const { appKey } = app
    const hour = Math.floor(nowMs / hourMs)
    const key = `${sellerId} ${appKey}`
    const known = tallies.get(key)
    if (known?.hour === hour && known.limit === limit) return known
    const seen = new Set<number>()
    const tally = { appKey, sellerId, hour, limit, seen, unshared: [], isAlarmed: false, lastMs: nowMs }
    tallies.set(key, tally)
    return tally
  }
  const settleTally = async (tally: Tally) => {
    const hashes = tally.unshared
    tally.unshared = []
    const { appKey, sellerId, hour, limit } = tally
    const count = share === undefined ? countAlone(tally) : await share({ appKey, sellerId, hour, limit, hashes })
    if (count === undefined) {
      tally.unshared = [...hashes, ...tally.unshared]
      return
    }
    if (tally.unshared.length === 0) due.delete(tally)
    if (count === 0) return
    tally.isAlarmed = true
    const alarm = { appKey, sellerId, count, limit, hourStartMs: hour * hourMs, atMs: tally.lastMs }
    unrecorded.add(alarm)
    announce(alarm)
  }
  return {
    count(read) {
      const { app, phones } = read
      const { fullPhonesPerHour: limit = defaultFullPhonesPerHour } = app
      if (limit === 0 || phones.hashes.length === 0) return
      const tally = tallyOf(read, limit)
      if (phones.countedBy === tally) return
      phones.countedBy = tally
      if (tally.isAlarmed) return
      tally.lastMs = read.nowMs
      for (const hash of phones.hashes) {
        if (tally.seen.has(hash) || tally.seen.size >= maxSeen(limit)) continue
        tally.seen.add(hash)
        tally.unshared.push(hash)
        due.add(tally)
      }
    },
    async settle() {
      // Together: a process that does not answer must not be waited for by each in turn, above all not while the server stops.
      await Promise.all([...due].map(settleTally))
      await recordEach(unrecorded, record)
    },
  }
}

/** What `SharePhones` would return where no other process shows phones. */
function countAlone({ seen, limit, isAlarmed }: Tally): number {
  return seen.size > limit && !isAlarmed ? seen.size : 0
}
