import { applyCoupons, sumOfTakes } from '../coupons/apply-coupons.ts'
import { type Candidate, compareApplication, isReducing, judgedCandidate } from '../coupons/candidate.ts'
import { judgeCoupon } from '../coupons/judge-coupon.ts'
import { type PreparedBasket, prepareBasket } from '../coupons/prepare-basket.ts'
import type { Reason } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { conflictsWithEarlier, orderOfReasons } from './earlier-coupons.ts'

/** A coupon whose turn it is. */
export type CouponInTurn = Readonly<{
  coupon: BasketCoupon
  /** When it was used, epoch milliseconds; absent: the moment of the basket. */
  atMs?: number | undefined
  /** It is on the order whatever the others are, and counts for them. */
  isPresumed?: boolean | undefined
}>

/**
 * Judges coupons one after the other: each by itself, then beside those before it that fit. What was used cannot be undone, so the one that
 * came later is in the way.
 * @param basket without earlier coupons
 * @param coupons with different codes
 * @returns by code, the first reason against each coupon that does not fit
 */
export function misfitsInTurn(
  basket: Basket,
  coupons: readonly CouponInTurn[],
  policy: ChainPolicy,
): ReadonlyMap<string, Reason> {
  const prepared = prepareBasket(basket, policy)
  const misfits = new Map<string, Reason>()
  const fitting: Candidate[] = []
  for (const { coupon, atMs = basket.atMs, isPresumed = false } of coupons) {
    const then = { ...prepared, basket: { ...basket, atMs } }
    const { candidate, reasons } = isPresumed
      ? { candidate: judgedCandidate(coupon, prepared), reasons: [] }
      : judgeCoupon(coupon, then)
    const reason = isPresumed ? undefined : orderOfReasons(reasons, reasonsBeside(candidate, fitting, prepared)).at(0)
    if (reason === undefined) fitting.push(candidate)
    else misfits.set(coupon.code, reason)
  }
  return misfits
}

/** What of those that fit is in the way of one more; empty if it may be used beside them. */
function reasonsBeside(
  candidate: Candidate,
  fitting: readonly Candidate[],
  prepared: PreparedBasket,
): readonly Reason[] {
  const { amounts, policy } = prepared
  const conflicts = conflictsWithEarlier(candidate, fitting, policy.maxPerOrder)
  if (conflicts.length > 0) return conflicts
  const together = [...fitting, candidate].filter(isReducing).toSorted(compareApplication)
  const takes = applyCoupons(together, amounts, policy)
  const takesNothing = takes.some(
    (take) => take.fen === 0 && (take.candidate === candidate || take.candidate.aloneFen > 0),
  )
  return takesNothing ? [{ code: 'NO_EFFECT', takenFen: sumOfTakes(takes) }] : []
}
