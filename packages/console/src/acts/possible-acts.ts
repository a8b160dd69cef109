import type { ActName, CouponState } from '@yaoquan/api'

/** The act of the table of roles that each act on a coupon takes. */
export const actsOfRoles = {
  redeem: 'redeem-coupons',
  hold: 'hold-coupons',
  release: 'hold-coupons',
  extend: 'extend-coupons',
  return: 'return-coupons',
  void: 'void-coupons',
} as const satisfies Readonly<Record<string, ActName>>

export type CouponAct = keyof typeof actsOfRoles

/** What can be done to a coupon in each state, the usual act first. */
export const possibleActs: Readonly<Record<CouponState, readonly CouponAct[]>> = {
  usable: ['redeem', 'hold', 'extend', 'void'],
  upcoming: ['extend', 'void'],
  held: ['redeem', 'release', 'extend', 'void'],
  used: ['return'],
  expired: ['extend'],
  void: [],
}
