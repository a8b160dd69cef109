import type { LineShare } from '@yaoquan/basket'
import type { Coupon, CouponTerms } from '#domain/coupon/coupon'
import type { EventKind } from '#domain/events/event-store'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import type { RedeemedAmounts } from '#domain/sales/sale'
import type { UnjudgedTerm } from '#domain/templates/offer-of-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateVersion } from '#domain/templates/template-store'

/** A coupon with all that decides over the next step of its life. */
export type StoredCoupon = Coupon &
  Readonly<{
    /** Grows by one with every step; a step counts only if nobody else took one in between. */
    version: number
    issuedAtMs: number
    /** How often it came back from an order. */
    returnCount: number
    /** Version of the template it was claimed from; absent for coupons that others issued. */
    templateVersion: number | undefined
  }>

/** What steps change of it. */
export function lifecycleOf({
  state,
  terms,
  returnCount,
}: Pick<StoredCoupon, 'state' | 'terms' | 'returnCount'>): CouponLifecycle {
  return { state, endDate: terms.endDate, returnCount }
}

/** One step of one coupon. */
export type CouponChange = Readonly<{
  kind: EventKind
  from: StoredCoupon
  to: StoredCoupon
  /** Reason as the caller sent it. */
  reason?: string | undefined
  /** Amounts of a redemption or its return, if the order has amounts. */
  amounts?: RedeemedAmounts | undefined
  /** For a return: what it takes back of `amounts`; undefined where that is not known. */
  takenBackFen?: number | undefined
  /** For the first redemption on an order: what the order costs before coupons, if known. */
  orderFen?: number | undefined
  /** For a redemption: terms of the coupon that the order has too little data to judge. */
  unjudged?: readonly UnjudgedTerm[] | undefined
  /** Amounts of the redemption that this one replaces. */
  replacedAmounts?: RedeemedAmounts | undefined
}>

/** The data that decides whether a coupon may be used beside others on an order. */
export type CouponUse = Pick<CouponTerms, 'couponCode' | 'couponName' | 'couponAmountFen' | 'couponId'> &
  Pick<StoredCoupon, 'templateVersion'>

/** A coupon that is redeemed on an order. */
export type RedeemedUse = CouponUse &
  Readonly<{
    /** What it took; undefined if the till gave no amounts. */
    offFen: number | undefined
    /** `offFen` by line. */
    byLine: readonly LineShare[]
  }>

export type CouponsOnOrder = Readonly<{
  uses: readonly RedeemedUse[]
  /**
   * Whether one of the order's coupons is used still, also if versions gave it up: figures count the order already. Of a coupon whose goods
   * came back, the order was sold again.
   */
  isCounted: boolean
}>

/** Terms of template versions, by `keyOfVersion`. */
export type TemplateVersions = ReadonlyMap<string, TemplateTerms>

/** What says from which version of a template a coupon was claimed. */
export type OfTemplate = Pick<CouponUse, 'couponId' | 'templateVersion'>

/** The version that a coupon was claimed from; undefined for one that was issued elsewhere. */
export function versionOf({ couponId, templateVersion }: OfTemplate): TemplateVersion | undefined {
  return couponId === undefined || templateVersion === undefined ? undefined : { couponId, version: templateVersion }
}

export function keyOfVersion({ couponId, version }: TemplateVersion): string {
  return `${version}:${couponId}`
}

/** The terms that a coupon was claimed under; undefined for one that was issued elsewhere. @throws RangeError if they were not loaded */
export function termsOf(versions: TemplateVersions, coupon: OfTemplate): TemplateTerms | undefined {
  const version = versionOf(coupon)
  if (version === undefined) return undefined
  const terms = versions.get(keyOfVersion(version))
  if (terms === undefined) throw new RangeError('a coupon of a template version that does not exist')
  return terms
}
