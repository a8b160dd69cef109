import type { CouponShare, Gift } from './answer.ts'
import type { BasketLine } from './basket.ts'
import type { BasketCoupon } from './coupon.ts'
import type { ChainPolicy } from './policy.ts'

/** An order as it was redeemed, and what was returned of it so far. */
export type Sale = Readonly<{
  lines: readonly SoldLine[]
  /** Those that were redeemed, gifts as well. */
  coupons: readonly SoldCoupon[]
  /** Policy at the redemption. */
  policy: ChainPolicy
  /** Refund of all returns so far. */
  refundedFen: number
  /** Codes of the gifts that were handed in so far. */
  giftsBack: readonly string[]
}>

/** A line as it was sold, with what each coupon took of it. */
export type SoldLine = BasketLine & Readonly<{ byCoupon: readonly CouponShare[]; returnedMilli: number }>

export type SoldCoupon = Pick<BasketCoupon, 'code' | 'templateId' | 'offer'>

export type ReturnRequest = Readonly<{
  /** Absent: everything that is left. */
  lines?: readonly UnitsOfLine[] | undefined
  /** Codes of the gifts that are handed in with it. */
  giftsBack?: readonly string[] | undefined
}>

export type UnitsOfLine = Readonly<{ lineNo: number; quantityMilli: number }>

/** What a return refunds. The part that insurance paid is not in it. */
export type Refund = Readonly<{
  /** Refund of this return. */
  refundFen: number
  /** Refund of this return and all before it. */
  refundedFen: number
  /** Gifts that what stays does not earn and that were not handed in. */
  giftsKept: readonly Gift[]
  /** The amount by which kept gifts lower `refundedFen`. */
  heldBackFen: number
  /** The returned lines; `refundFen` in sum, unless there are none. */
  lines: readonly RefundOfLine[]
  /** Coupons that this return changes, gifts as well. */
  coupons: readonly RefundOfCoupon[]
}>

export type RefundOfLine = UnitsOfLine & Readonly<{ refundFen: number }>

export type RefundOfCoupon = Readonly<{
  code: string
  /** What it took of the returned units, and does not take any more. */
  takenBackFen: number
  outcome: CouponOutcome
}>

/**
 * A coupon stays used until nothing that it reduced is left. Then it is usable again, or not, as its terms say. A gift is
 * so once it is handed in.
 */
export type CouponOutcome = 'used' | 'usable_again' | 'not_usable_again'
