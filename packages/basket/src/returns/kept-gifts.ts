import { judgedCandidate } from '../coupons/candidate.ts'
import type { Gift } from '../model/answer.ts'
import type { Sale, SoldCoupon } from '../model/sale.ts'
import type { Rest } from './price-of-rest.ts'

/** Gifts that what stays does not earn any more and that were not handed in. Their value is held back. */
export function keptGifts(
  { coupons }: Sale,
  { rest, giftsBack }: Readonly<{ rest: Rest; giftsBack: ReadonlySet<string> }>,
): readonly Gift[] {
  return coupons.flatMap((coupon) => {
    const { code, offer } = coupon
    if (offer.kind !== 'gift' || giftsBack.has(code) || isEarned(coupon, rest)) return []
    return [{ code, valueFen: offer.amountFen }]
  })
}

/** A gift that keeps its split is earned while anything of its scope stays; others while their threshold is reached. */
function isEarned(coupon: SoldCoupon, { prepared }: Rest): boolean {
  const { baseFen } = judgedCandidate(coupon, prepared)
  return baseFen > 0 && (coupon.offer.returns.split === 'keep' || baseFen >= coupon.offer.thresholdFen)
}
