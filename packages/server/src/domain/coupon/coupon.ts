import type { CouponStatus } from '@yaoquan/api/words'
import { compareDays, type DateText, dayMs, dayOf, startOfDay } from '#domain/dates'

/** The terms at issue. Afterwards only a return or an extension changes `endDate`. */
export type CouponTerms = Readonly<{
  /** Unique in the seller. */
  couponCode: string
  /** Id of the template it was issued from. */
  couponId: string | undefined
  couponName: string | undefined
  channel: string | undefined
  /** Normalised (see phone.ts). */
  phone: string | undefined
  cardNo: string | undefined
  couponAmountFen: number | undefined
  orderAmountFen: number | undefined
  /** First usable day. */
  startDate: DateText | undefined
  /** Last usable day, to 23:59:59 GMT+8. */
  endDate: DateText | undefined
  /** Day of issue. */
  billDate: DateText | undefined
  description: string | undefined
  /** Comma list as given, with leading zeros and in its order. */
  shop: string | undefined
  category: string | undefined
  /** Opaque, byte for byte. */
  attribute: string | undefined
}>

/** The state of a coupon, regardless of the clock: expiry is computed at read (`couponStatus`). */
export type CouponState =
  | Readonly<{ kind: 'unused' }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>
  /** A coupon without `redemption` was used before this CRM knew it. */
  | Readonly<{ kind: 'used'; redemption?: Redemption | undefined }>
  | Readonly<{ kind: 'void' }>

/** States in which a coupon may be issued: history is taken over without orders. */
export type IssuedState = Readonly<{ kind: 'unused' }> | Readonly<{ kind: 'used' }> | Readonly<{ kind: 'void' }>

/** One use of a coupon on an order. */
export type Redemption = Readonly<{
  redemptionId: string
  orderId: string
  /** When it was redeemed at the till. */
  atMs: number
  shop: string | undefined
}>

export type Coupon = Readonly<{
  sellerId: string
  /** Gapless number in the seller, in order of issue, from 1. */
  seq: number
  terms: CouponTerms
  state: CouponState
}>

export type { CouponStatus }

/**
 * The status a caller sees at a moment. Expiry is computed here and nowhere stored: an unused coupon is expired from
 * the first moment after its last usable day (GMT+8). An expired hold counts as unused.
 */
export function couponStatus(coupon: Pick<Coupon, 'state' | 'terms'>, nowMs: number): CouponStatus {
  const { state, terms } = coupon
  switch (state.kind) {
    case 'used':
      return '1'
    case 'void':
      return '3'
    case 'held':
    case 'unused':
      if (state.kind === 'held' && nowMs < state.untilMs) return '4'
      return isPast(terms, nowMs) ? '2' : '0'
  }
}

/**
 * When the clock, without any other change, will next change the status that a caller sees.
 * @returns epoch milliseconds after `nowMs`; Infinity when the clock changes nothing
 */
export function statusLastsUntilMs(coupon: Pick<Coupon, 'state' | 'terms'>, nowMs: number): number {
  const { state, terms } = coupon
  if (state.kind === 'used' || state.kind === 'void') return Number.POSITIVE_INFINITY
  if (state.kind === 'held' && nowMs < state.untilMs) return state.untilMs
  if (terms.endDate === undefined || isPast(terms, nowMs)) return Number.POSITIVE_INFINITY
  return startOfDay(terms.endDate) + dayMs
}

function isPast({ endDate }: CouponTerms, nowMs: number): boolean {
  return endDate !== undefined && compareDays(dayOf(nowMs), endDate) > 0
}
