import type { ActName } from '@yaoquan/api'
import type { CouponState } from '../design/coupon-states.ts'

export type CouponAct = 'redeem' | 'hold' | 'release' | 'extend' | 'return' | 'void'

/** An act on a coupon, and the act of the table of roles that it takes. */
export type PossibleAct = Readonly<{ name: CouponAct; act: ActName }>

const redeem: PossibleAct = { name: 'redeem', act: 'redeem-coupons' }
const hold: PossibleAct = { name: 'hold', act: 'hold-coupons' }
const release: PossibleAct = { name: 'release', act: 'hold-coupons' }
const extend: PossibleAct = { name: 'extend', act: 'extend-coupons' }
const undo: PossibleAct = { name: 'return', act: 'return-coupons' }
const voiding: PossibleAct = { name: 'void', act: 'void-coupons' }

const possible: Readonly<Record<CouponState, readonly PossibleAct[]>> = {
  usable: [redeem, hold, extend, voiding],
  upcoming: [extend, voiding],
  held: [redeem, release, extend, voiding],
  used: [undo],
  expired: [extend],
  void: [],
}

/** What can be done to a coupon in a state, the usual act first. */
export function possibleActs(state: CouponState): readonly PossibleAct[] {
  return possible[state]
}
