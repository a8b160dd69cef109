import type { OutsideBestReason } from '../model/reason.ts'
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
