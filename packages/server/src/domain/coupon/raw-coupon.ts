import { formatYuan } from '#domain/money'
import type { Coupon } from './coupon.ts'
import type { RawCoupon } from './coupon-draft.ts'
import { couponStatus } from './coupon-status.ts'

/**
 * A coupon as texts that `parseCouponDraft` reads again with every term and, of states, unused, expired, used and void.
 * A held coupon has status 4, which it refuses: the hold is a promise of this store, and leaving it out would let two
 * stores redeem the coupon. Of a use it keeps that it happened, not the order.
 */
export function rawCouponOf(coupon: Pick<Coupon, 'terms' | 'state'>, nowMs: number): RawCoupon {
  const { couponAmountFen, orderAmountFen, ...texts } = coupon.terms
  return {
    ...texts,
    couponAmount: yuan(couponAmountFen),
    orderAmount: yuan(orderAmountFen),
    status: couponStatus(coupon, nowMs),
  }
}

function yuan(fen: number | undefined): string | undefined {
  return fen === undefined ? undefined : formatYuan(fen)
}
