import { startOfDay } from '#domain/dates'
import type { CouponWriter } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/**
 * The earliest moment at which a till may have used a coupon: not before its issue, nor before its return from an earlier order. Issuers
 * outside report coupons later, so their day of issue counts if it is earlier. Tills give whole seconds.
 * @returns epoch milliseconds
 */
export async function earliestUseMs(
  { seq, terms, issuedAtMs, returnCount }: StoredCoupon,
  writer: Pick<CouponWriter, 'findLastReturn'>,
): Promise<number> {
  const billedMs = terms.billDate === undefined ? issuedAtMs : startOfDay(terms.billDate)
  const returnedMs = returnCount === 0 ? undefined : await writer.findLastReturn(seq)
  const fromMs = Math.max(Math.min(issuedAtMs, billedMs), returnedMs ?? 0)
  return fromMs - (fromMs % 1000)
}
