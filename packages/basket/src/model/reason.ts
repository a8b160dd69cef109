import type { DrugClass } from './basket.ts'
import type { UsageWindow } from './offer.ts'

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
