import type { ActName, CouponState } from '@yaoquan/api'

/** What an operator can do to a coupon. */
type CouponActRow = Readonly<{
  /** The verb, on buttons. */
  title: Readonly<{ zh: string; en: string }>
  /** The act of the table of roles that it takes. */
  role: ActName
  /** States in which it is possible. */
  states: readonly CouponState[]
}>

/** The usual act of a state comes first: the first that a role may do is its primary button. */
export const couponActs = {
  redeem: {
    title: { zh: '核销', en: 'Redeem' },
    role: 'redeem-coupons',
    states: ['usable', 'held'],
  },
  release: {
    title: { zh: '释放占用', en: 'Release' },
    role: 'hold-coupons',
    states: ['held'],
  },
  extend: {
    title: { zh: '延期', en: 'Extend' },
    role: 'extend-coupons',
    states: ['usable', 'upcoming', 'held', 'expired'],
  },
  return: {
    title: { zh: '退回', en: 'Return' },
    role: 'return-coupons',
    states: ['used'],
  },
  hold: {
    title: { zh: '占用', en: 'Hold' },
    role: 'hold-coupons',
    states: ['usable'],
  },
  void: {
    title: { zh: '作废', en: 'Void' },
    role: 'void-coupons',
    states: ['usable', 'upcoming', 'held'],
  },
} as const satisfies Readonly<Record<string, CouponActRow>>

export type CouponAct = keyof typeof couponActs

/** The acts that are possible in a state. @param redemptionId what used it; undefined for a coupon that was used in another system */
export function possibleActs(state: CouponState, redemptionId: string | undefined): readonly CouponAct[] {
  const rows = Object.entries<CouponActRow>(couponActs)
  const possible = rows.flatMap(([name, { states }]) => (states.includes(state) ? [name as CouponAct] : []))
  return possible.filter((name) => name !== 'return' || redemptionId !== undefined)
}
