import type { CombinationLine } from '@yaoquan/basket'
import { formatPrice } from '#domain/money'

/** A line with what each coupon takes of it and what it costs then. */
export function toLineShare({ lineNo, byCoupon, paidFen }: CombinationLine) {
  return {
    lineNo,
    payAmount: formatPrice(paidFen),
    coupons: byCoupon.map(({ code, fen }) => ({ couponCode: code, offAmount: formatPrice(fen) })),
  }
}
