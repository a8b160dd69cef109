import type { DrugClass } from './basket.ts'
import type { UsageWindow } from './coupon.ts'

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

/** Why a coupon is not usable, or usable but not beside the best combination; each with its numbers. */
export type Reason = UnusableReason | OutsideBestReason

/** Each of these reasons makes a coupon unusable on the basket. */
export type UnusableReason =
  | Readonly<{ code: 'VOID'; reason: string | undefined }>
  | Readonly<{ code: 'USED_BY'; orderId: string | undefined; atMs: number | undefined }>
  | Readonly<{ code: 'HELD_BY'; orderId: string; untilMs: number }>
  | Readonly<{ code: 'NOT_STARTED'; startDate: string }>
  | Readonly<{ code: 'EXPIRED'; endDate: string }>
  | Readonly<{ code: 'SHOP'; shop: string; shops: readonly string[] }>
  | Readonly<{ code: 'CHANNEL'; channel: string | undefined; channels: readonly string[] }>
  | Readonly<{ code: 'WINDOW'; windows: readonly UsageWindow[] }>
  | Readonly<{ code: 'MEMBER_DAY' }>
  /** Levels or tags of the members that may use it. */
  | Readonly<{ code: 'LEVEL'; allowed: readonly string[] }>
  /** What the coupon applies to. */
  | Readonly<{ code: 'NO_SCOPE'; categories: readonly string[]; goods: readonly string[] }>
  | Readonly<{ code: 'SHORT'; eligibleFen: number; missingFen: number }>
  | Readonly<{ code: 'EXCLUDED_RX'; drugClass: DrugClass; lineCount: number }>
  | Readonly<{ code: 'EXCLUDED_INSURED'; insuredFen: number; missingFen: number }>
  | Readonly<{ code: 'EXCLUDED_SPECIAL'; lineCount: number }>
  /** `takenFen` is what other coupons take of the order. */
  | Readonly<{ code: 'NO_EFFECT'; takenFen: number }>

/** A usable coupon outside of the best combination: what in it is in the way, and what is lost by using this one. */
export type OutsideBestReason =
  /** `besideName` is the coupon of the same group, or the other percent coupon. */
  | Readonly<{ code: 'GROUP'; besideCode: string; besideName: string }>
  /** `aloneCode` is the coupon that no other may be beside. */
  | Readonly<{ code: 'ALONE'; aloneCode: string }>
  | Readonly<{ code: 'MAX_PER_ORDER'; max: number }>
  /** `exact` is false if the loss may be less. */
  | Readonly<{ code: 'WORSE'; lessFen: number; exact: boolean }>

export type ReasonCode = Reason['code']

/** Why a line, or a part of it, does not count for coupons. */
export type Exclusion = Readonly<{
  lineNo: number
  /** How much of the line does not count. */
  excludedFen: number
}> &
  ExclusionCause

export type ExclusionCause =
  /** `drugClass` is what the rule matched; absent: it matched a tag. */
  | Readonly<{ by: 'rule'; pack: string; version: number; rule: string; drugClass?: DrugClass | undefined }>
  | Readonly<{ by: 'not_discountable' }>
  | Readonly<{ by: 'insured'; insuredFen: number }>
