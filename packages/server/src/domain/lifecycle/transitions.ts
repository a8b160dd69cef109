import { checkState, type Reason } from '@yaoquan/basket'
import type { CouponState, Redemption } from '#domain/coupon/coupon'
import { addDays, compareDays, type DateText, dayOf } from '#domain/dates'
import { stateOf } from '#domain/templates/offer-of-coupon'
import type { ReturnPolicy } from '#domain/templates/template'
import type { NotUsable } from './coupon-refusal.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/** A coupon after a step, or why the step is refused. Nothing else changes a coupon. */
export type Step = Readonly<{ kind: 'done'; coupon: StoredCoupon }> | Readonly<{ kind: 'unchanged' }> | NotUsable

type Done = Exclude<Step, NotUsable>

/**
 * UNUSED → HELD for an order, or a hold of the same order made longer or shorter. No hold begins outside the
 * coupon's dates, or an order could extend it forever.
 */
export function hold(
  coupon: StoredCoupon,
  { orderId, ttlSeconds, nowMs }: Readonly<{ orderId: string; ttlSeconds: number; nowMs: number }>,
): Step {
  const isOwn = coupon.state.kind === 'held' && coupon.state.orderId === orderId
  const refusal = stateRefusal({ ...coupon, state: isOwn ? { kind: 'unused' } : coupon.state }, { orderId, nowMs })
  return refusal ?? done(coupon, { kind: 'held', orderId, untilMs: nowMs + ttlSeconds * 1000 })
}

/** HELD → UNUSED by the order that holds it. A coupon that is free, expired or void is unchanged. */
export function release(coupon: StoredCoupon, { orderId, nowMs }: Readonly<{ orderId: string; nowMs: number }>): Step {
  const { state } = coupon
  if (state.kind === 'used') return usedBy(state.redemption, orderId)
  if (state.kind !== 'held' || nowMs >= state.untilMs) return { kind: 'unchanged' }
  if (state.orderId !== orderId) return heldBy(state, orderId)
  return done(coupon, { kind: 'unused' })
}

/** → USED by an order for which the coupon was judged. */
export function redeem(coupon: StoredCoupon, redemption: Redemption): StoredCoupon {
  return { ...coupon, state: { kind: 'used', redemption } }
}

/**
 * Why the state and the dates of a coupon are against its use for an order now.
 * @param coupon without terms: only its state counts
 */
export function stateRefusal(
  { state, terms }: Readonly<{ state: CouponState; terms?: StoredCoupon['terms'] }>,
  { orderId, nowMs }: Readonly<{ orderId: string; nowMs: number }>,
): NotUsable | undefined {
  const judged = { startDate: terms?.startDate, endDate: terms?.endDate, state: stateOf({ state }) }
  const [reason] = checkState(judged, { orderId, atMs: nowMs })
  return reason && { kind: 'not-usable', reason, orderId }
}

/**
 * Any state → USED by what a till redeemed while it was offline. The customer has left with the goods, so a hold, or a later void or redemption
 * of another till that was offline, does not undo it: `judgeUses` decided.
 */
export function redeemUploaded(coupon: StoredCoupon, { redemptionId, orderId, atMs, shop }: Redemption): StoredCoupon {
  return { ...coupon, state: { kind: 'used', redemption: { redemptionId, orderId, atMs, shop } } }
}

/** USED → UNUSED, if the policy allows another time. `unchanged`: that redemption is not what uses the coupon now. */
export function giveBack(
  coupon: StoredCoupon,
  { redemptionId, policy, nowMs }: Readonly<{ redemptionId: string; policy: ReturnPolicy; nowMs: number }>,
): Done | Readonly<{ kind: 'return-not-allowed' }> {
  const { state, terms } = coupon
  if (state.kind !== 'used' || state.redemption?.redemptionId !== redemptionId) return { kind: 'unchanged' }
  const isUsedUp = policy.maxCycles !== undefined && coupon.returnCount >= policy.maxCycles
  if (policy.kind === 'none' || isUsedUp) return { kind: 'return-not-allowed' }
  const endDate = extendedEnd(terms.endDate, policy, dayOf(nowMs))
  const returned = { ...coupon, terms: { ...terms, endDate }, returnCount: coupon.returnCount + 1 }
  return { kind: 'done', coupon: { ...returned, state: { kind: 'unused' } } }
}

/** An extension counts from the last usable day, or from the return if that is later: a coupon that expired meanwhile is usable again. */
function extendedEnd(
  endDate: DateText | undefined,
  { extendDays }: ReturnPolicy,
  today: DateText,
): DateText | undefined {
  if (endDate === undefined || extendDays === 0) return endDate
  return addDays(compareDays(endDate, today) < 0 ? today : endDate, extendDays)
}

/** UNUSED or HELD, expired or not: a later last usable day. Nobody loses days by it. */
export function extend(coupon: StoredCoupon, endDate: DateText): Step | Readonly<{ kind: 'not-later' }> {
  const { state, terms } = coupon
  if (state.kind === 'used') return usedBy(state.redemption)
  if (state.kind === 'void') return { kind: 'not-usable', reason: { code: 'VOID', reason: undefined } }
  if (terms.endDate === endDate) return { kind: 'unchanged' }
  if (terms.endDate === undefined || compareDays(endDate, terms.endDate) < 0) return { kind: 'not-later' }
  return { kind: 'done', coupon: { ...coupon, terms: { ...terms, endDate } } }
}

/** UNUSED or HELD (expired or not) → VOID, permanently. @param withHeld also while an order holds it */
export function takeOutOfUse(
  coupon: StoredCoupon,
  { nowMs, withHeld }: Readonly<{ nowMs: number; withHeld: boolean }>,
): Step {
  const { state } = coupon
  if (state.kind === 'used') return usedBy(state.redemption)
  if (state.kind === 'held' && nowMs < state.untilMs && !withHeld) {
    return heldBy(state)
  }
  return state.kind === 'void' ? { kind: 'unchanged' } : done(coupon, { kind: 'void' })
}

function usedBy(redemption: Redemption | undefined, orderId?: string): NotUsable {
  const reason: Reason = { code: 'USED_BY', orderId: redemption?.orderId, atMs: redemption?.atMs }
  return { kind: 'not-usable', reason, orderId }
}

function heldBy(state: Extract<CouponState, { kind: 'held' }>, orderId?: string): NotUsable {
  return { kind: 'not-usable', reason: { code: 'HELD_BY', orderId: state.orderId, untilMs: state.untilMs }, orderId }
}

function done(coupon: StoredCoupon, state: CouponState): Step {
  return { kind: 'done', coupon: { ...coupon, state } }
}
