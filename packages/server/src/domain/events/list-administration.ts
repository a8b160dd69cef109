import { administrativeKinds } from '@yaoquan/api/words'
import { type DateText, dayMs, startOfDay } from '#domain/dates'
import type { EventReader, SellerEventPage, SellerEventQuery } from './event-store.ts'

type AdministrationQuery = Pick<SellerEventQuery, 'sellerId' | 'beforeSeq' | 'actor' | 'limit'> &
  Readonly<{
    kind: string | undefined
    /** First and last day, in GMT+8. */
    fromDay?: DateText | undefined
    toDay?: DateText | undefined
  }>

/** `removedBeforeMs`: of the removed events, if the page reached them, epoch milliseconds. */
type AdministrationPage = SellerEventPage & Readonly<{ removedBeforeMs: number | undefined }>

/** Time limit for a page that does not fill, in milliseconds. */
const lookMs = 500

/** Administrative events before a number. Pages may be short and still have a next one. */
export async function listAdministration(
  { kind, fromDay, toDay, ...query }: AdministrationQuery,
  events: Pick<EventReader, 'listSellerEvents' | 'findSeqBefore'>,
): Promise<AdministrationPage> {
  const kinds = administrativeKinds.filter((one) => (kind ?? one) === one)
  if (kinds.length === 0) return { events: [], nextBeforeSeq: undefined, removedBeforeMs: undefined }
  const days = await numbersOf(events, query.sellerId, { fromDay, toDay })
  const beforeSeq = Math.min(query.beforeSeq ?? days.beforeSeq, days.beforeSeq)
  const { removed, ...page } = await events.listSellerEvents({ ...query, ...days, beforeSeq, kinds, lookMs })
  return { ...page, removedBeforeMs: removed?.beforeMs }
}

/** Clocks of servers differ by less than this, in milliseconds. */
const clockSlackMs = 3_600_000

/** The moments of days, and the numbers between which their events are. */
async function numbersOf(
  events: Pick<EventReader, 'findSeqBefore'>,
  sellerId: string,
  { fromDay, toDay }: Pick<AdministrationQuery, 'fromDay' | 'toDay'>,
) {
  const fromMs = fromDay === undefined ? undefined : startOfDay(fromDay)
  const untilMs = toDay === undefined ? undefined : startOfDay(toDay) + dayMs
  const [afterSeq, lastSeq] = await Promise.all([
    fromMs === undefined ? 0 : events.findSeqBefore(sellerId, fromMs - clockSlackMs),
    untilMs === undefined ? Number.MAX_SAFE_INTEGER - 1 : events.findSeqBefore(sellerId, untilMs + clockSlackMs),
  ])
  return { fromMs, untilMs, afterSeq, beforeSeq: lastSeq + 1 }
}
