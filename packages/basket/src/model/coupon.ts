import type { BasketMember } from './basket.ts'

/** A coupon that may be used on a basket. */
export type BasketCoupon = Readonly<{
  /** Unique among the coupons of a call. */
  code: string
  name?: string | undefined
  /** Coupons without a template have no limit by `perOrder`. */
  templateId?: string | undefined
  /** First usable day, `YYYY-MM-DD` GMT+8. */
  startDate?: string | undefined
  /** Last usable day, to 23:59:59 GMT+8. */
  endDate?: string | undefined
  state: BasketCouponState
  /** Level and tags of the member whose coupon it is, where its terms ask for them. */
  holder?: BasketMember | undefined
  offer: Offer
}>

export type BasketCouponState =
  | Readonly<{ kind: 'unused' }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>
  | Readonly<{ kind: 'used'; orderId?: string | undefined; atMs?: number | undefined }>
  | Readonly<{ kind: 'void'; reason?: string | undefined }>

/** The terms of one coupon as it was issued. Amounts are integer fen. */
export type Offer = Benefit & OfferTerms

export type Benefit =
  | Readonly<{ kind: 'off'; amountFen: number }>
  /** `amountFen` for each full `thresholdFen`, at most `stepMax` times; absent: without limit. */
  | Readonly<{ kind: 'step'; amountFen: number; stepMax?: number | undefined }>
  /** `percentToPay` is 1..99: 85 for 85 折. */
  | Readonly<{ kind: 'percent'; percentToPay: number; capFen?: number | undefined }>
  /** `amountFen` is the gift's value, fixed at issue. */
  | Readonly<{ kind: 'gift'; amountFen: number }>
  /** What it takes off, only its issuer knows: it is judged like others, takes a place on the order, and reduces nothing here. */
  | Readonly<{ kind: 'unknown' }>

export type OfferTerms = Readonly<{
  /** Minimum of the eligible amount of the coupon's own scope; 0 for none. */
  thresholdFen: number
  scope: Scope
  /** Empty: every shop. */
  shops: readonly string[]
  /** Empty: every channel. */
  channels: readonly string[]
  /** Usable in any of them; empty: at any time. */
  windows: readonly UsageWindow[]
  who: Audience
  layer: Layer
  /** An order may have at most one coupon of a group. */
  group?: string | undefined
  /** Excludes every other coupon. */
  isAlone: boolean
  /** Most coupons of this template on one order; absent: 1. */
  perOrder?: number | undefined
  returns: ReturnTerms
}>

/** Included goods less excluded ones. Both lists of `include` empty: everything. */
export type Scope = Readonly<{
  include: Readonly<{ categories?: readonly string[] | undefined; goods?: readonly string[] | undefined }>
  exclude: Readonly<{
    categories?: readonly string[] | undefined
    goods?: readonly string[] | undefined
    tags?: readonly string[] | undefined
  }>
}>

/** Hours of days, GMT+8. A window over midnight is two windows. */
export type UsageWindow = Readonly<{
  /** Empty: every day. */
  days: readonly Weekday[]
  /** First usable minute of the day, 0..1439. */
  fromMinute: number
  /** First minute after the window, 1..1440. */
  toMinute: number
}>

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Every condition must hold; an absent or empty list is none. */
export type Audience = Readonly<{
  levels?: readonly string[] | undefined
  /** One of them is enough. */
  tags?: readonly string[] | undefined
  memberDayOnly?: boolean | undefined
}>

/** Order of application: goods or category, shop, chain. */
export type Layer = 0 | 1 | 2

export type ReturnTerms = Readonly<{
  /** Whether a partial return leaves the split as it was, or prices what stays anew. */
  split: 'keep' | 'recompute'
  /** Whether the coupon can be used again once nothing that it discounted is left. */
  coupon: 'same_code' | 'none'
}>
