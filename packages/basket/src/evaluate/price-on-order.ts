import { applyJudged } from '../coupons/apply-coupons.ts'
import { prepareBasket } from '../lines/prepare-basket.ts'
import type { LineShare } from '../model/answer.ts'
import type { BasketLine } from '../model/basket.ts'
import type { ChainPolicy } from '../model/policy.ts'
import type { SoldCoupon } from '../model/sale.ts'
import { lineShares } from './combination.ts'

/**
 * What coupons that were used on an order take of its lines. They are judged no more: one whose threshold the lines do not reach, or that
 * finds none of its goods, takes nothing.
 * @param coupons with different codes, in any order
 * @returns by code what each takes of each line, without zeros; gifts take nothing
 */
export function priceOnOrder(
  lines: readonly BasketLine[],
  coupons: readonly SoldCoupon[],
  policy: ChainPolicy,
): ReadonlyMap<string, readonly LineShare[]> {
  const prepared = prepareBasket({ atMs: 0, lines }, policy)
  const shares = applyJudged(coupons, prepared).map(
    (take) => [take.candidate.coupon.code, lineShares(take, prepared.lines)] as const,
  )
  return new Map([...coupons.map(({ code }) => [code, []] as const), ...shares])
}
