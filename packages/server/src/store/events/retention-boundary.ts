import { hash } from 'node:crypto'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import { lifecycleText } from '#domain/events/lifecycle-text'
import type { StoredRedemption } from '#domain/sales/sale'
import { addRows, isSeal, noRows, removeRows, type Seals, sealedText } from '#encryption/seals'
import type { EventRow, StoredEventRow } from '#store/tables/chain-event'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { findRetentionBoundary, type RetentionBoundary, retentionBoundaryOfRow } from '#store/tables/retention-boundary'
import { encodeTemplateAtBoundary } from '#store/tables/template-at-boundary'
import { eventHash, firstHash, rowsDigest } from './head-seal.ts'
import { stepOfCoupon } from './step-of-coupon.ts'
import type { TemplateTraces } from './template-traces.ts'

/** The boundary of a seller without removed events. */
export const noBoundary: RetentionBoundary = {
  seq: 0,
  hash: firstHash,
  beforeMs: 0,
  coupons: 0,
  terms: noRows,
  states: noRows,
  redemptions: noRows,
  templates: noRows,
}

/** Up to where a seller's events were removed; undefined when none was. */
export async function readBoundary(reader: SqlReader, sellerId: string): Promise<RetentionBoundary | undefined> {
  const row = await reader.one(findRetentionBoundary({ sellerId }))
  return row && retentionBoundaryOfRow(row)
}

/** What the seal of a seller's head covers of its boundary. */
export function boundaryDigest(sellerId: string, boundary: RetentionBoundary): Uint8Array {
  const { seq, hash: lastHash, beforeMs, coupons, terms, states, redemptions, templates } = boundary
  const sums = [terms, states, redemptions, templates].flatMap(({ count, sum }): readonly SqlValue[] => [count, sum])
  const text = sealedText([sellerId, seq, lastHash, beforeMs, coupons, ...sums])
  return Buffer.from(hash('sha256', text, 'binary'), 'latin1')
}

/** What the sums of a boundary add up, for one seller. The keys of single rows outlive those of heads. */
export type BoundarySeals = Readonly<{
  /** The terms of a coupon as it was issued, and the number of its issue. */
  ofTerms(coupon: AuditedCoupon): Uint8Array
  /** @param state as `lifecycleText` writes it, without a reason */
  ofState(couponSeq: number, state: string): Uint8Array
  ofRedemption(redemption: StoredRedemption): Uint8Array
  /** A row of `template_cut`. */
  ofTemplate(couponId: string, text: string): Uint8Array
}>

export function boundarySeals(seals: Seals, sellerId: string): BoundarySeals {
  return {
    ofTerms: ({ digested, issuedEventSeq }) => seals.of('cut_terms', [sellerId, ...digested, issuedEventSeq]),
    ofState: (couponSeq, state) => seals.of('cut_state', [sellerId, couponSeq, state]),
    ofRedemption({ redemptionId, couponSeq, orderId, atMs, shop, returned, amounts }) {
      const values = [redemptionId, couponSeq, orderId, atMs, shop ?? null]
      const took = [amounts?.offFen ?? null, amounts?.split ?? null]
      return seals.of('cut_redemption', [
        sellerId,
        ...values,
        returned?.atMs ?? null,
        returned?.reason ?? null,
        ...took,
      ])
    },
    ofTemplate: (couponId, text) => seals.of('template_cut', encodeTemplateAtBoundary(sellerId, couponId, text)),
  }
}

type AdvanceParts = Readonly<{ seals: BoundarySeals; traces: TemplateTraces }>

/**
 * Moves a boundary over the events that are to be removed, in order. What they say is taken from their hashed texts and proven
 * terms, never from what changes in place: a boundary hides no alteration.
 */
export class BoundaryAdvance {
  readonly #parts: AdvanceParts
  #boundary: RetentionBoundary

  constructor(boundary: RetentionBoundary, parts: AdvanceParts) {
    this.#boundary = boundary
    this.#parts = parts
  }

  get boundary(): RetentionBoundary {
    return this.#boundary
  }

  /**
   * @param issued the coupons that the event issued
   * @throws AlteredEventsError when the event is not what was written, or its coupons are not
   */
  pass(event: StoredEventRow, issued: readonly AuditedCoupon[]): void {
    const { seq, hash } = this.#boundary
    const isNext = event.lastSeq - event.count === seq && isSeal(event.hash, eventHash(hash, event.hashed))
    if (!isNext || !isIssueOf(event, issued, this.#boundary.coupons)) throw new AlteredEventsError(event)
    const { traces } = this.#parts
    traces.passEvent(event, this.#boundary.coupons)
    for (const { templateVersion, couponId, issuedAtMs } of issued) {
      if (templateVersion !== undefined) traces.passClaim(couponId, issuedAtMs)
    }
    this.#boundary = { ...this.#boundary, seq: event.lastSeq, hash: event.hash, ...this.#sumsAfter(event, issued) }
  }

  #sumsAfter(event: StoredEventRow, issued: readonly AuditedCoupon[]): Partial<RetentionBoundary> {
    const { seals } = this.#parts
    const { terms, states, redemptions, coupons } = this.#boundary
    if (issued.length > 0) {
      return {
        coupons: coupons + issued.length,
        terms: addRows(terms, issued.map(seals.ofTerms)),
        states: addRows(states, issuedStates(issued, seals)),
      }
    }
    return stateSumsAfter({ states, redemptions }, event, seals)
  }
}

/** Sums over the states of coupons and over redemptions. */
export type StateSums = Pick<RetentionBoundary, 'states' | 'redemptions'>

/** The sums after a step of a coupon; the same after any other event. @throws TypeError or SyntaxError when the event holds no state */
export function stateSumsAfter(sums: StateSums, event: EventRow, seals: BoundarySeals): StateSums {
  const step = stepOfCoupon(event)
  if (step === undefined) return sums
  const { couponSeq, before, after, removed, added } = step
  const withoutBefore = removeRows(sums.states, [seals.ofState(couponSeq, lifecycleText(before))])
  const sealsOf = (redemption: typeof added) => (redemption === undefined ? [] : [seals.ofRedemption(redemption)])
  return {
    states: addRows(withoutBefore, [seals.ofState(couponSeq, lifecycleText(after))]),
    redemptions: addRows(removeRows(sums.redemptions, sealsOf(removed)), sealsOf(added)),
  }
}

/** The seals of the states of coupons that were just issued. */
export function issuedStates(issued: readonly AuditedCoupon[], seals: BoundarySeals): readonly Uint8Array[] {
  return issued.map((coupon) => seals.ofState(coupon.seq, lifecycleText(coupon.lifecycle)))
}

/** Whether coupons are those, with the terms, that an event issued; an event that issues none has none. */
function isIssueOf(event: StoredEventRow, issued: readonly AuditedCoupon[], coupons: number): boolean {
  const { firstCouponSeq, count, lastSeq, after } = event
  if (firstCouponSeq === undefined) return issued.length === 0
  if (firstCouponSeq !== coupons + 1 || issued.length !== count) return false
  const isNumbered = issued.every(
    ({ seq, issuedEventSeq }, place) =>
      seq === firstCouponSeq + place && issuedEventSeq === lastSeq - count + 1 + place,
  )
  return isNumbered && rowsDigest(issued.map(({ digested }) => digested)) === after
}

/** Events that were altered are kept: `audit verify` names them. */
class AlteredEventsError extends Error {
  override readonly name = 'AlteredEventsError'

  constructor({ sellerId, lastSeq }: Pick<StoredEventRow, 'sellerId' | 'lastSeq'>) {
    super(`event ${lastSeq} of seller ${sellerId}, or what it issued, was altered, so no event is removed`)
  }
}
