import type { SqlReader, SqlValue } from '#database/sql-engine'
import { listsOf } from '#database/table'
import { addFigures, addOutstanding, FigureNames, noFigures, noOutstanding } from '#domain/figures/figures'
import { type FigureSums, sumFigures } from '#domain/figures/sum-figures'
import { eventOfRow, findEventsAfter, type StoredEventRow } from '#store/tables/chain-event'
import type { FigureCursor } from '#store/tables/figure-cursor'
import {
  encodeFigureDay,
  type FigureDay,
  figureDayOfRow,
  figureDaysQuery,
  maxFigureDays,
} from '#store/tables/figure-day'
import { encodeFigureName, figureNameOfRow, findFigureNames } from '#store/tables/figure-name'
import {
  encodeOutstanding,
  maxOutstandingRows,
  type OutstandingRow,
  outstandingKey,
  outstandingOfRow,
  outstandingRowsQuery,
} from '#store/tables/figure-outstanding'
import { figureEvents } from './figure-events.ts'

/** Rows of events that one step counts at most. */
const maxRows = 500
/** Coupons after which a step takes no further row. */
const maxCoupons = 1_000

/** What a step writes. */
export type StepPlan = Readonly<{
  to: FigureCursor
  /** More events may follow. */
  isMore: boolean
  names: readonly (readonly SqlValue[])[]
  days: readonly (readonly SqlValue[])[]
  outstanding: readonly (readonly SqlValue[])[]
}>

/**
 * What counting the next events of a seller comes to.
 * @param reader sees one moment
 * @returns undefined when there are none
 */
export async function planStep(reader: SqlReader, sellerId: string, from: FigureCursor): Promise<StepPlan | undefined> {
  const rows = await nextRows(reader, sellerId, from)
  const last = rows.at(-1)
  if (last === undefined) return undefined
  const names = new FigureNames((await reader.all(findFigureNames({ sellerId }))).map(figureNameOfRow))
  const sums = sumFigures(await figureEvents(reader, sellerId, rows), names)
  return {
    to: { ...from, seq: last.lastSeq, hash: last.hash, atMs: last.atMs },
    isMore: rows.length === maxRows || couponsOf(rows) >= maxCoupons,
    days: (await addedDays(reader, sellerId, sums)).map((day) => encodeFigureDay(sellerId, day)),
    outstanding: (await addedOutstanding(reader, sellerId, sums)).map((row) => encodeOutstanding(sellerId, row)),
    names: names.added.map((name) => encodeFigureName(sellerId, name)),
  }
}

async function nextRows(
  reader: SqlReader,
  sellerId: string,
  { seq }: FigureCursor,
): Promise<readonly StoredEventRow[]> {
  return rowsOfStep((await reader.all(findEventsAfter({ sellerId, afterSeq: seq, limit: maxRows }))).map(eventOfRow))
}

/** The first of the rows, as many as one step counts. */
export function rowsOfStep(rows: readonly StoredEventRow[]): readonly StoredEventRow[] {
  let coupons = 0
  const isTaken = (row: StoredEventRow) => {
    const isWithin = coupons < maxCoupons
    coupons += couponsOf([row])
    return isWithin
  }
  return rows.filter(isTaken)
}

function couponsOf(rows: readonly StoredEventRow[]): number {
  return rows.reduce((sum, row) => sum + (row.firstCouponSeq === undefined ? 0 : row.count), 0)
}

async function addedDays(reader: SqlReader, sellerId: string, sums: FigureSums): Promise<readonly FigureDay[]> {
  const added: readonly FigureDay[] = [
    ...sums.byCoupon.map(({ place, value }): FigureDay => ({ scope: 'coupon', place, figures: value })),
    ...sums.byShop.map(({ place, value }): FigureDay => ({ scope: 'shop', place, figures: value })),
    ...sums.byBoth.map(({ place, value }): FigureDay => ({ scope: 'both', place, figures: value })),
  ]
  const stored = new Map<string, FigureDay>()
  for (const some of listsOf(added, maxFigureDays)) {
    const rows = await reader.all(figureDaysQuery(sellerId, some))
    for (const day of rows.map(figureDayOfRow)) stored.set(dayKey(day), day)
  }
  return added.map((day) => ({
    ...day,
    figures: addFigures(stored.get(dayKey(day))?.figures ?? noFigures, day.figures),
  }))
}

/** Equal for the rows of one key. */
export function dayKey({ scope, place }: FigureDay): string {
  return [scope, place.day, place.couponId, place.channel, place.shop].join('\0')
}

async function addedOutstanding(
  reader: SqlReader,
  sellerId: string,
  sums: FigureSums,
): Promise<readonly OutstandingRow[]> {
  const stored = new Map<string, OutstandingRow>()
  for (const some of listsOf(sums.outstanding, maxOutstandingRows)) {
    const rows = await reader.all(outstandingRowsQuery(sellerId, some))
    for (const row of rows.map(outstandingOfRow)) stored.set(outstandingKey(row.place), row)
  }
  return sums.outstanding.map(({ place, value }) => {
    const before = stored.get(outstandingKey(place))?.outstanding ?? noOutstanding
    return { place, outstanding: addOutstanding(before, value) }
  })
}
