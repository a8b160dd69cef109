import type { OutsideBestReason, Reason, UnusableReason } from '../model/reason.ts'
import type { Candidate } from './candidate.ts'
import { compareBytes } from './compare-bytes.ts'

/**
 * Why a coupon cannot be used beside others, regardless of places on the order: ALONE, GROUP or MAX_PER_ORDER. A reason names the other coupon
 * with the first code, so that it is the same for every order of the coupons.
 */
export function conflictsWith(candidate: Candidate, given: readonly Candidate[]): readonly OutsideBestReason[] {
  if (given.length === 0) return []
  const others = given.toSorted((left, right) => compareBytes(left.coupon.code, right.coupon.code))
  const alone = [candidate, ...others].find(({ coupon }) => coupon.offer.isAlone)
  const aloneReasons = alone === undefined ? [] : [{ code: 'ALONE' as const, aloneCode: alone.coupon.code }]
  return [...aloneReasons, ...limitConflicts(candidate, others)]
}

function limitConflicts(candidate: Candidate, others: readonly Candidate[]): readonly OutsideBestReason[] {
  return candidate.limits.flatMap(({ kind, key, most }): readonly OutsideBestReason[] => {
    const sharing = others.flatMap((other) => {
      const limit = other.limits.find((each) => each.key === key)
      return limit === undefined ? [] : [{ coupon: other.coupon, most: limit.most }]
    })
    const max = Math.min(most, ...sharing.map((each) => each.most))
    const [first] = sharing
    if (first === undefined || sharing.length < max) return []
    if (kind === 'template') return [{ code: 'MAX_PER_ORDER', max }]
    return [{ code: 'GROUP', besideCode: first.coupon.code, besideName: first.coupon.name ?? first.coupon.code }]
  })
}

/**
 * The reasons against a coupon in the order in which they are given (docs/reference/decisions.md, "Order of reasons"): its state, its terms
 * and the goods; then what other coupons on the order are in the way; last that nothing is left to take, which depends on both.
 * @param own as `judgeCoupon` finds them
 * @param beside what others have against it
 */
export function orderOfReasons(own: readonly UnusableReason[], beside: readonly Reason[]): readonly Reason[] {
  const ofCoupon = own.filter(({ code }) => code !== 'NO_EFFECT')
  return ofCoupon.length > 0 ? ofCoupon : [...beside, ...own]
}
