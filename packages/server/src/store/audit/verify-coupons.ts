import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { compareDays, dayOf } from '#domain/dates'
import { type CouponLifecycle, lifecycleText } from '#domain/events/lifecycle-text'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { StoredRedemption } from '#domain/sales/stored-redemption'
import { addRows, noRows, type RowSum, removeRows } from '#encryption/row-sum'
import type { CutSeals } from '#store/events/cut-seals'
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
import type { EventCut } from '#store/tables/event-cut'
import { compareRedemptions } from './compare-redemptions.ts'
import type { IsAhead, SellerAudit } from './findings.ts'

const blockSize = 500

type CouponsAudit = Readonly<{
  /** How many the events mention. */
  coupons: number
  /** Start of the events. */
  cut: EventCut
  /** Undefined where no key is known: what removed events say is not proven then. */
  seals: CutSeals | undefined
  /** Coupons that are ahead of the events are left out. */
  isAhead?: IsAhead | undefined
}>

/** The redemptions that there must be. */
export type MentionedRedemptions = Readonly<{ count: number; sum: RowSum }>

/**
 * Compares each coupon and each redemption with what the coupon's events say, and those of removed events with their sums.
 * @returns the redemptions that the events mention; the sum is that of a cut with what changed since
 */
export async function verifyCoupons(audit: SellerAudit, asked: CouponsAudit): Promise<MentionedRedemptions> {
  const { reader, sellerId, findings } = audit
  const { coupons, cut, seals, isAhead } = asked
  let [states, redemptions, count] = [noRows, cut.redemptions, cut.redemptions.count]
  for (let first = 1; first <= coupons; first += blockSize) {
    const block = { sellerId, first, last: Math.min(first + blockSize - 1, coupons) }
    const events = (await reader.all(findSteps(block))).map(eventOfRow)
    const lived = await compareCoupons(audit, { rows: await reader.all(findCouponsBySeq(block)), events, cut, isAhead })
    for (const { seq, redeemed, atCut } of lived) {
      count += redeemed
      if (seals === undefined || seq > cut.coupons || atCut === undefined) continue
      states = addRows(states, [seals.ofState(seq, atCut)])
    }
    if (seals !== undefined && cut.seq > 0) redemptions = withSteps(redemptions, events, seals)
    await nextTurn()
  }
  if (seals !== undefined && states.count === cut.coupons && Buffer.compare(states.sum, cut.states.sum) !== 0) {
    findings.add('coupon', `seq 1 to ${cut.coupons}`, `the state of one or more as of event ${cut.seq} was altered`)
  }
  return { count, sum: redemptions }
}

type ComparedCoupons = Readonly<{
  /** As `storedCouponOfRow` reads them. */
  rows: readonly SqlRow[]
  /** All events of these coupons besides their issue, in order. */
  events: readonly EventRow[]
}> &
  Pick<CouponsAudit, 'cut' | 'isAhead'>

/** Compares coupons, and their redemptions, with what their events say. @returns what the events of each come to that can be read */
export async function compareCoupons(
  audit: SellerAudit,
  { rows, events, cut, isAhead }: ComparedCoupons,
): Promise<readonly (Lived & Readonly<{ seq: number }>)[]> {
  const { findings } = audit
  const steps = Map.groupBy(events, ({ couponSeq }) => couponSeq)
  const all: (Lived & Readonly<{ seq: number }>)[] = []
  for (const row of rows) {
    const seq = seqOfRow(row)
    if (await isAhead?.(seq)) continue
    const lived = readLived(row, steps.get(seq) ?? [], cut)
    if (lived === undefined) {
      findings.add('chain_event', `of the coupon with seq ${seq}`, 'cannot be read')
      continue
    }
    for (const problem of problemsOf(row, lived)) findings.add('coupon', `seq ${seq}`, problem)
    all.push({ ...lived, seq })
  }
  await compareRedemptions(
    audit,
    all.flatMap(({ redemptions }) => [...redemptions.values()]),
  )
  return all
}

/** A sum of redemptions after steps of coupons. What cannot be read is named with its coupon. */
function withSteps(sum: RowSum, events: readonly EventRow[], seals: CutSeals): RowSum {
  let changed = sum
  for (const event of events) {
    const step = orNothing(() => stepOfCoupon(event))
    if (step?.removed !== undefined) changed = removeRows(changed, [seals.ofRedemption(step.removed)])
    if (step?.added !== undefined) changed = addRows(changed, [seals.ofRedemption(step.added)])
  }
  return changed
}

/** What a coupon's events come to. */
type Lived = Readonly<{
  /** Undefined for a coupon without events whose row has an unknown state. */
  lifecycle: CouponLifecycle | undefined
  mayExpireAfter: string | null
  redemptions: Map<string, StoredRedemption>
  /** How many of them the events began. */
  redeemed: number
  /** Its state where the events begin; undefined if its issue is one of them. */
  atCut: string | undefined
}>

function readLived(row: SqlRow, steps: readonly EventRow[], cut: EventCut): Lived | undefined {
  return orNothing(() => livedOf(row, steps, cut))
}

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
function livedOf(row: SqlRow, events: readonly EventRow[], cut: EventCut): Lived {
  const isOfCut = seqOfRow(row) <= cut.coupons
  const beginning = isOfCut ? beginningAtCut(row, events, cut) : beginningAtIssue(row)
  let { lifecycle, mayExpireAfter } = beginning
  const redemptions = new Map<string, StoredRedemption>()
  let redeemed = 0
  for (const event of events) {
    const step = stepOfCoupon(event)
    if (step === undefined) {
      if (event.kind === 'expired') mayExpireAfter = null
      continue
    }
    lifecycle = step.after
    mayExpireAfter = lastDayOf(step.after)
    const { added, removed } = step
    if (removed !== undefined && !redemptions.has(removed.redemptionId) && !isOfCut) {
      throw new TypeError('a return of what was not redeemed')
    }
    if (added !== undefined && removed === undefined) redeemed += 1
    if (removed !== undefined && removed.redemptionId !== added?.redemptionId) redemptions.delete(removed.redemptionId)
    if (added !== undefined) redemptions.set(added.redemptionId, added)
  }
  const atCut = isOfCut && beginning.lifecycle !== undefined ? lifecycleText(beginning.lifecycle) : undefined
  return { lifecycle, mayExpireAfter, redemptions, redeemed, atCut }
}

type Beginning = Pick<Lived, 'lifecycle' | 'mayExpireAfter'>

function beginningAtIssue(row: SqlRow): Beginning {
  const lifecycle = issuedLifecycleOfRow(row)
  const issuedDay = dayOf(issuedAtMsOfRow(row))
  const isPastAtIssue = lifecycle.endDate !== undefined && compareDays(lifecycle.endDate, issuedDay) < 0
  return { lifecycle, mayExpireAfter: isPastAtIssue ? null : lastDayOf(lifecycle) }
}

/**
 * The state before the first step since the cut; for a coupon without a step, that of its row, which the sum proves. Expiries of days
 * before the cut were recorded by then, and none of a later day was.
 */
function beginningAtCut(row: SqlRow, events: readonly EventRow[], { beforeMs }: EventCut): Beginning {
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
