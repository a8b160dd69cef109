import type { Text } from './text.ts'

/** States of a coupon as people see them, in the order of tabs. The API has one status for coupons that are usable and those that are not yet. */
export const couponStates = {
  usable: { status: '0', zh: '可用', en: 'Usable' },
  upcoming: { status: '0', zh: '未生效', en: 'Not yet valid' },
  held: { status: '4', zh: '占用中', en: 'Held' },
  used: { status: '1', zh: '已使用', en: 'Used' },
  expired: { status: '2', zh: '已过期', en: 'Expired' },
  void: { status: '3', zh: '已作废', en: 'Void' },
} as const satisfies Readonly<Record<string, Text & Readonly<{ status: string }>>>

export type CouponState = keyof typeof couponStates

export const couponStateNames: readonly [CouponState, ...CouponState[]] = Object.keys(couponStates) as [
  CouponState,
  ...CouponState[],
]

/** The `status` of a coupon on the wire. */
export type CouponStatus = (typeof couponStates)[CouponState]['status']

/** Labels of the statuses of the API, where the day is not known: 0 is the word of querycoupon's page. */
export const couponStatuses = {
  0: { zh: '未使用', en: 'Unused' },
  1: couponStates.used,
  2: couponStates.expired,
  3: couponStates.void,
  4: couponStates.held,
} as const satisfies Readonly<Record<CouponStatus, Text>>

export const couponStatusNames = Object.keys(couponStatuses) as readonly CouponStatus[]

/** What decides the state: the status of the API, and the first valid day, `YYYY-MM-DD`. */
export type StatedCoupon = Readonly<{ status: string; startDate?: string | undefined }>

/**
 * The state of a coupon.
 * @param coupon an unknown status counts as 0: ask `couponStatuses` first where the server may be newer
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function couponStateOf({ status, startDate }: StatedCoupon, today: string): CouponState {
  const isUpcoming = startDate !== undefined && startDate > today
  const ended = couponStateNames.find((state) => status !== '0' && couponStates[state].status === status)
  return ended ?? (isUpcoming ? 'upcoming' : 'usable')
}
