import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { compareDays, dayOf } from '#domain/dates'
import { type CouponLifecycle, lifecycleText } from '#domain/events/lifecycle-text'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { StoredRedemption } from '#domain/sales/sale'
import { addRows, noRows, type RowSum, removeRows } from '#encryption/seals'
import type { BoundarySeals, StateSums } from '#store/events/retention-boundary'
import { stepOfCoupon } from '#store/events/step-of-coupon'
import { type EventRow, eventOfRow, findSteps } from '#store/tables/chain-event'
import {
  expiryDueOfRow,
  findCouponsBySeq,
  hasKnownState,
  issuedAtMsOfRow,
  issuedLifecycleOfRow,
  seqOfRow,
  storedCouponOfRow,
} from '#store/tables/coupon'
import { findRedemptionsBySeq, redemptionOfRow } from '#store/tables/redemption'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { compareRedemptions } from './compare-redemptions.ts'
import type { IsAhead, SellerAudit } from './findings.ts'

/** Coupons that are compared together. */
export const couponBlockSize = 500

type CouponBlock = Readonly<{
  first: number
  last: number
  /** Start of the events. */
  boundary: RetentionBoundary
  /** Number of the event as of which sums are computed; 0 where they are not. */
  referenceSeq?: number
  /** Undefined where no key is known: no sums are computed then. */
  seals?: BoundarySeals | undefined
  /** Coupons that are ahead of the events are left out. */
  isAhead?: IsAhead | undefined
}>

/** Compares each coupon of a block, and each redemption, with what the coupon's events say. @returns their sums as of the reference */
export async function verifyCouponBlock(
  audit: SellerAudit,
  { first, last, boundary, referenceSeq = 0, seals, isAhead }: CouponBlock,
): Promise<StateSums> {
  const { reader, sellerId } = audit
  const block = { sellerId, first, last }
  const rows = await reader.all(findCouponsBySeq(block))
  const events = (await reader.all(findSteps(block))).map(eventOfRow)
  const redemptions = (await reader.all(findRedemptionsBySeq(block))).map(redemptionOfRow)
  const lived = await compareCoupons(audit, { rows, events, redemptions, boundary, referenceSeq, isAhead })
  await nextTurn()
  if (seals === undefined) return { states: noRows, redemptions: noRows }
  const states = lived.flatMap(({ seq, atReference }) =>
    atReference === undefined ? [] : [seals.ofState(seq, atReference)],
  )
  const present = addRows(noRows, redemptions.map(seals.ofRedemption))
  const later = events.filter(({ lastSeq }) => lastSeq > referenceSeq)
  return { states: addRows(noRows, states), redemptions: withoutSteps(present, later, seals) }
}

type ComparedCoupons = Readonly<{
  /** Coupons as `storedCouponOfRow` reads them. */
  rows: readonly SqlRow[]
  /** All events of these coupons besides their issue, in order. */
  events: readonly EventRow[]
  /** All redemptions of these coupons. */
  redemptions: readonly StoredRedemption[]
}> &
  Pick<CouponBlock, 'boundary' | 'referenceSeq' | 'isAhead'>

/** Compares coupons, and their redemptions, with what their events say. @returns what the events of each come to that can be read */
export async function compareCoupons(
  audit: SellerAudit,
  { rows, events, redemptions, boundary, referenceSeq = 0, isAhead }: ComparedCoupons,
): Promise<readonly (Lived & Readonly<{ seq: number }>)[]> {
  const { findings } = audit
  const steps = Map.groupBy(events, ({ couponSeq }) => couponSeq)
  const all: (Lived & Readonly<{ seq: number }>)[] = []
  for (const row of rows) {
    const seq = seqOfRow(row)
    if (await isAhead?.(seq)) continue
    const lived = orNothing(() => livedOf(row, steps.get(seq) ?? [], { boundary, referenceSeq }))
    if (lived === undefined) {
      findings.add('chain_event', `of the coupon with seq ${seq}`, 'cannot be read')
      continue
    }
    for (const problem of problemsOf(row, lived)) findings.add('coupon', `seq ${seq}`, problem)
    all.push({ ...lived, seq })
  }
  const proven = new Set(all.map(({ seq }) => seq).filter((seq) => seq > boundary.coupons))
  await compareRedemptions(audit, {
    expected: all.flatMap((lived) => [...lived.redemptions.values()]),
    stored: redemptions,
    isProven: ({ couponSeq }) => proven.has(couponSeq),
  })
  return all
}

/** A sum of redemptions without what steps of coupons did. What cannot be read is named with its coupon. */
function withoutSteps(sum: RowSum, events: readonly EventRow[], seals: BoundarySeals): RowSum {
  let changed = sum
  for (const event of events) {
    const step = orNothing(() => stepOfCoupon(event))
    if (step?.removed !== undefined) changed = addRows(changed, [seals.ofRedemption(step.removed)])
    if (step?.added !== undefined) changed = removeRows(changed, [seals.ofRedemption(step.added)])
  }
  return changed
}

/** What a coupon's events come to. */
type Lived = Readonly<{
  /** Undefined for a coupon without events whose row has an unknown state. */
  lifecycle: CouponLifecycle | undefined
  mayExpireAfter: string | null
  redemptions: Map<string, StoredRedemption>
  /** Its state as of the reference; undefined for an unknown one. */
  atReference: string | undefined
}>

/** @returns undefined where an event holds no state of a coupon */
export function orNothing<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** @throws TypeError or SyntaxError when an event holds no state of a coupon */
function livedOf(
  row: SqlRow,
  events: readonly EventRow[],
  { boundary, referenceSeq }: Readonly<{ boundary: RetentionBoundary; referenceSeq: number }>,
): Lived {
  const isOfBoundary = seqOfRow(row) <= boundary.coupons
  let { lifecycle, mayExpireAfter } = isOfBoundary ? beginningAtBoundary(row, events, boundary) : beginningAtIssue(row)
  let atReference = lifecycle
  const redemptions = new Map<string, StoredRedemption>()
  for (const event of events) {
    const step = stepOfCoupon(event)
    if (step === undefined) {
      if (event.kind === 'expired') mayExpireAfter = null
      continue
    }
    lifecycle = step.after
    if (event.lastSeq <= referenceSeq) atReference = step.after
    mayExpireAfter = lastDayOf(step.after)
    const { added, removed } = step
    if (removed !== undefined && !redemptions.has(removed.redemptionId) && !isOfBoundary) {
      throw new TypeError('a return of what was not redeemed')
    }
    if (removed !== undefined && removed.redemptionId !== added?.redemptionId) redemptions.delete(removed.redemptionId)
    if (added !== undefined) redemptions.set(added.redemptionId, added)
  }
  return { lifecycle, mayExpireAfter, redemptions, atReference: atReference && lifecycleText(atReference) }
}

type Beginning = Pick<Lived, 'lifecycle' | 'mayExpireAfter'>

function beginningAtIssue(row: SqlRow): Beginning {
  const lifecycle = issuedLifecycleOfRow(row)
  const issuedDay = dayOf(issuedAtMsOfRow(row))
  const isPastAtIssue = lifecycle.endDate !== undefined && compareDays(lifecycle.endDate, issuedDay) < 0
  return { lifecycle, mayExpireAfter: isPastAtIssue ? null : lastDayOf(lifecycle) }
}

/**
 * The state before the first step since the boundary; for a coupon without a step, that of its row, which the sum proves. Expiries of days
 * before the boundary were recorded by then, and none of a later day was.
 */
function beginningAtBoundary(row: SqlRow, events: readonly EventRow[], { beforeMs }: RetentionBoundary): Beginning {
  const step = events.map(stepOfCoupon).find((one) => one !== undefined)
  const stored = hasKnownState(row) ? lifecycleOf(storedCouponOfRow(row)) : undefined
  const lifecycle = step === undefined ? stored : step.before
  const lastDay = lifecycle === undefined ? null : lastDayOf(lifecycle)
  return { lifecycle, mayExpireAfter: lastDay !== null && lastDay >= dayOf(beforeMs) ? lastDay : null }
}

/** The day after which it may expire; null when it no longer can. */
function lastDayOf({ state, endDate }: CouponLifecycle): string | null {
  return state.kind === 'unused' || state.kind === 'held' ? (endDate ?? null) : null
}

function problemsOf(row: SqlRow, { lifecycle, mayExpireAfter }: Lived): readonly string[] {
  const problems: string[] = []
  if (lifecycle === undefined || storedText(row) !== lifecycleText(lifecycle))
    problems.push('differs from its last event')
  if (expiryDueOfRow(row) !== mayExpireAfter) problems.push('the day after which it expires was altered')
  return problems
}

/** @returns undefined for a state that no version of this program wrote */
function storedText(row: SqlRow): string | undefined {
  return hasKnownState(row) ? lifecycleText(lifecycleOf(storedCouponOfRow(row))) : undefined
}
