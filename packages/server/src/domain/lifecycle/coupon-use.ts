import type { LineShare } from '@yaoquan/basket'
import type { CouponTerms } from '#domain/coupon/coupon'
import type { StoredCoupon } from './stored-coupon.ts'

/** The data that decides whether a coupon may be used beside others on an order. */
export type CouponUse = Pick<CouponTerms, 'couponCode' | 'couponName' | 'couponAmountFen' | 'couponId'> &
  Pick<StoredCoupon, 'templateVersion'>

/** A coupon that is redeemed on an order. */
export type RedeemedUse = CouponUse &
  Readonly<{
    /** What it took; undefined if the till gave no amounts. */
    offFen: number | undefined
    /** `offFen` by line. */
    byLine: readonly LineShare[]
  }>

export type CouponsOnOrder = Readonly<{
  uses: readonly RedeemedUse[]
  /**
   * Whether one of the order's coupons is used still, also if versions gave it up: figures count the order already. Of a coupon whose goods
   * came back, the order was sold again.
   */
  isCounted: boolean
}>
