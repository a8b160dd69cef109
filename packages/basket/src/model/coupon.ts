import type { BasketMember } from './basket.ts'
import type { Offer } from './offer.ts'

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
