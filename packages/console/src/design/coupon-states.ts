/** States of a coupon as operators see them, in the order of the tabs. */
export const couponStates = ['usable', 'upcoming', 'held', 'used', 'expired', 'void'] as const

export type CouponState = (typeof couponStates)[number]

/** What decides the state: the status of the API, and the first valid day. */
export type StatedCoupon = Readonly<{ status: string; startDate?: string | undefined }>

/**
 * The state of a coupon. The API has one status for coupons that are usable and those that are not yet.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function couponStateOf({ status, startDate }: StatedCoupon, today: string): CouponState {
  switch (status) {
    case '1':
      return 'used'
    case '2':
      return 'expired'
    case '3':
      return 'void'
    case '4':
      return 'held'
    default:
      return startDate !== undefined && startDate > today ? 'upcoming' : 'usable'
  }
}
