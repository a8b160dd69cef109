import { allInList } from '#database/table'
import type { FormSource } from '#store/members/stored-form'
import { findRedeemedCoupons, redeemedCouponOfRow } from '#store/tables/redemption-lists'

type RedeemedCoupon = ReturnType<typeof redeemedCouponOfRow>

/** What lists of redemptions show of coupons, by their numbers. */
export async function couponsBySeq(
  { reader }: FormSource,
  sellerId: string,
  couponSeqs: readonly number[],
): Promise<ReadonlyMap<number, RedeemedCoupon>> {
  const rows = await allInList(reader, findRedeemedCoupons, { sellerId, seqs: [...new Set(couponSeqs)] })
  return new Map(rows.map(redeemedCouponOfRow).map((coupon) => [coupon.couponSeq, coupon]))
}
