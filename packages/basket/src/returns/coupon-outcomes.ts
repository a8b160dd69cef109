import { isGift } from '../coupons/candidate.ts'
import type { CouponOutcome, RefundOfCoupon, Sale, SoldCoupon } from '../model/sale.ts'
import { shareOf } from './returned-parts.ts'
import type { ReturnedLine } from './returned-units.ts'

export type OutcomeFacts = Readonly<{
  lines: readonly ReturnedLine[]
  giftsBack: ReadonlySet<string>
  takenBackFen: (coupon: SoldCoupon) => number
}>

/**
 * Outcomes of coupons: a customer who keeps goods that a coupon reduced does not get the coupon back.
 * @returns those that a return changes
 */
export function couponOutcomes(sale: Sale, facts: OutcomeFacts): readonly RefundOfCoupon[] {
  return sale.coupons.flatMap((coupon) => {
    const { code } = coupon
    const takenBackFen = isGift({ coupon }) ? 0 : facts.takenBackFen(coupon)
    const isFree = isGift({ coupon }) ? facts.giftsBack.has(code) : isNothingLeft(coupon, facts.lines, 'afterMilli')
    const wasFree = isGift({ coupon })
      ? sale.giftsBack.includes(code)
      : isNothingLeft(coupon, facts.lines, 'beforeMilli')
    if (takenBackFen === 0 && isFree === wasFree) return []
    return [{ code, takenBackFen, outcome: isFree ? freeOutcome(coupon) : 'used' }]
  })
}

function isNothingLeft(
  { code }: SoldCoupon,
  lines: readonly ReturnedLine[],
  moment: 'beforeMilli' | 'afterMilli',
): boolean {
  return lines.every((each) => shareOf(each.line, code) === 0 || each[moment] === 0)
}

function freeOutcome({ offer }: SoldCoupon): CouponOutcome {
  return offer.returns.coupon === 'same_code' ? 'usable_again' : 'not_usable_again'
}
