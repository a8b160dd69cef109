import { paddedList, textForList } from '#database/in-list'
import type { FormSource } from '#store/members/stored-form'
import { findRedeemedCoupons, redeemedCouponOfRow } from '#store/tables/redemption-lists'

type RedeemedCoupon = ReturnType<typeof redeemedCouponOfRow>

/** What lists of redemptions show of coupons, by their numbers. */
export async function couponsBySeq(
  { reader }: FormSource,
  sellerId: string,
  couponSeqs: readonly number[],
): Promise<ReadonlyMap<number, RedeemedCoupon>> {
  if (couponSeqs.length === 0) return new Map()
  const seqs = paddedList([...new Set(couponSeqs)])
  const rows = await reader.all(textForList(findRedeemedCoupons, seqs), [sellerId, ...seqs])
  return new Map(rows.map(redeemedCouponOfRow).map((coupon) => [coupon.couponSeq, coupon]))
}
