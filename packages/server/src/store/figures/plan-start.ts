import type { SqlReader, SqlValue } from '#database/sql-engine'
import { addOutstanding, FigureNames, noOutstanding, type Outstanding } from '#domain/figures/figures'
import { type FigureEvent, type FigureSums, sumFigures } from '#domain/figures/sum-figures'
import { firstHash } from '#store/events/head-seal'
import { readBoundary } from '#store/events/retention-boundary'
import { eventOfRow, findEventsAfter } from '#store/tables/chain-event'
import { couponForFigures, findCouponsForStart } from '#store/tables/figure-coupon'
import type { FigureCursor } from '#store/tables/figure-cursor'
import { encodeFigureName } from '#store/tables/figure-name'
import { encodeOutstanding, type OutstandingRow, outstandingKey } from '#store/tables/figure-outstanding'
import { figureEvents, figureEventsOfCoupons } from './figure-events.ts'

/** Rows that one statement reads. */
const maxRows = 500

/** The event from which to count, and what is outstanding there. */
export type StartPlan = Readonly<{
  to: FigureCursor
  names: readonly (readonly SqlValue[])[]
  outstanding: readonly (readonly SqlValue[])[]
}>

/**
 * Plans to count a seller's events from the oldest one that there is. Where events were removed, what was outstanding after the last of them
 * is found from the coupons as they are, by taking back what later events did.
 * @param reader sees one moment
 */
export async function planStart(reader: SqlReader, sellerId: string): Promise<StartPlan> {
  const boundary = await readBoundary(reader, sellerId)
  if (boundary === undefined)
    return { to: { seq: 0, hash: firstHash, atMs: 0, missingSeq: 0 }, names: [], outstanding: [] }
  const { seq, hash, beforeMs } = boundary
  const names = new FigureNames([])
  const outstanding = await outstandingAfter({ reader, sellerId }, seq, names)
  return {
    to: { seq, hash, atMs: beforeMs, missingSeq: seq },
    names: names.added.map((name) => encodeFigureName(sellerId, name)),
    outstanding: [...outstanding.values()].map((row) => encodeOutstanding(sellerId, row)),
  }
}

type Source = Readonly<{ reader: SqlReader; sellerId: string }>

/**
 * What was outstanding after an event, of the coupons issued up to it: as they are now, without what later events did.
 * @returns rows by `outstandingKey`
 */
export async function outstandingAfter(
  source: Source,
  seq: number,
  names: FigureNames,
): Promise<Map<string, OutstandingRow>> {
  const sums = new Map<string, OutstandingRow>()
  const add = ({ outstanding }: FigureSums, sign: 1 | -1) => {
    for (const { place, value } of outstanding) {
      const key = outstandingKey(place)
      const before = sums.get(key)?.outstanding ?? noOutstanding
      sums.set(key, { place, outstanding: addOutstanding(before, times(value, sign)) })
    }
  }
  for await (const coupons of couponsIssuedUpTo(source, seq)) add(sumFigures(coupons, names), 1)
  for await (const events of stepsAfter(source, seq)) add(sumFigures(events, names), -1)
  return sums
}

/** Coupons as they are now, each as if it had just been issued so. */
async function* couponsIssuedUpTo(
  { reader, sellerId }: Source,
  eventSeq: number,
): AsyncGenerator<readonly FigureEvent[]> {
  let after = 0
  while (true) {
    const rows = await reader.all(findCouponsForStart({ sellerId, afterSeq: after, limit: maxRows }))
    const coupons = rows.map(couponForFigures)
    const issued = coupons.filter(({ issuedEventSeq }) => issuedEventSeq <= eventSeq)
    yield await figureEventsOfCoupons(reader, sellerId, issued)
    const last = coupons.at(-1)
    if (last === undefined || issued.length < coupons.length) return
    after = last.seq
  }
}

/** Steps of coupons that were issued before. */
async function* stepsAfter({ reader, sellerId }: Source, eventSeq: number): AsyncGenerator<readonly FigureEvent[]> {
  let after = eventSeq
  while (true) {
    const rows = (await reader.all(findEventsAfter({ sellerId, afterSeq: after, limit: maxRows }))).map(eventOfRow)
    const last = rows.at(-1)
    if (last === undefined) return
    const steps = rows.filter(({ firstCouponSeq }) => firstCouponSeq === undefined)
    const events = await figureEvents(reader, sellerId, steps)
    yield events.filter(({ coupon }) => coupon.issuedEventSeq <= eventSeq)
    after = last.lastSeq
  }
}

function times({ coupons, worstFen, uncapped }: Outstanding, sign: 1 | -1): Outstanding {
  return { coupons: sign * coupons, worstFen: sign * worstFen, uncapped: sign * uncapped }
}
