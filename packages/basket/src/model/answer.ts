import type { Exclusion } from './exclusion.ts'
import type { Reason } from './reason.ts'

/** The answer to a basket and its coupons. */
export type Answer = Readonly<{
  /** One per coupon, in the order in which the coupons were given. */
  verdicts: readonly Verdict[]
  best: Combination
  /** The best combinations that leave out one coupon of `best`; at most two, empty unless `best` is exact. */
  others: readonly Combination[]
  /** Usable gifts beside `best`. They take no place and reduce nothing. */
  gifts: readonly Gift[]
  /** Every part of a line that counts for no coupon. */
  exclusions: readonly Exclusion[]
  /** End of the answer's validity: ten minutes, or the next boundary of a date, a window or a hold if that is earlier. */
  validUntilMs: number
}>

/** What became of one coupon. */
export type Verdict = Readonly<{
  couponCode: string
  /** True with reasons: usable, but not beside `best`. */
  usable: boolean
  /** Empty for a coupon of `best` and for a gift beside it. */
  reasons: readonly Reason[]
  /** What it takes in `best`; for a usable coupon outside of it, what it takes without others. */
  offFen: number
  /** Parts of `offFen` by line, without zeros. */
  byLine: readonly LineShare[]
  /** The part of its face that it cannot take. */
  wasteFen: number
  /** What `best` loses without it. */
  addsFen: number
  /** How much its scope lacks to the threshold. */
  missingFen: number
  /** Those on lines in its scope. */
  exclusions: readonly Exclusion[]
}>

export type LineShare = Readonly<{ lineNo: number; fen: number }>

export type Gift = Readonly<{ code: string; valueFen: number }>

/** Coupons used together, and what each line then costs. */
export type Combination = Readonly<{
  /** Codes in the order of application. */
  codes: readonly string[]
  offFen: number
  /** What all lines cost then, with the part that insurance pays. */
  payFen: number
  /** Lines in the order of the basket. */
  lines: readonly CombinationLine[]
  wasteFen: number
  /** Whether it is proven that no combination ranks higher. */
  exact: boolean
  /** What no combination exceeds; `offFen` if exact. */
  bestPossibleFen: number
}>

export type CombinationLine = Readonly<{
  lineNo: number
  /** Shares in the order of application, without zeros. */
  byCoupon: readonly CouponShare[]
  paidFen: number
}>

export type CouponShare = Readonly<{ code: string; fen: number }>
