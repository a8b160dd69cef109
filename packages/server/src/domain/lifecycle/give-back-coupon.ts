import type { DateText } from '#domain/dates'
import type { ReturnedCoupon, StoredRedemption } from '#domain/sales/sale'
import { defaultReturnPolicy, type ReturnPolicy } from '#domain/templates/template'
import { type StoredCoupon, type TemplateVersions, termsOf } from './stored-coupon.ts'
import { giveBack } from './transitions.ts'

/** What becomes of a coupon by a return. */
export type CouponBack = Omit<ReturnedCoupon, 'takenBackFen'> &
  Readonly<{
    /** Shop of the redemption. */
    shop: string | undefined
    /** Undefined if it is not known what it took. */
    takenBackFen: number | undefined
    /** Its last usable day, as the return leaves it. */
    endDate: DateText | undefined
    /** The step to be written; undefined where nothing changes. */
    step: Readonly<{ from: StoredCoupon; to: StoredCoupon; redemption: StoredRedemption }> | undefined
  }>

export type SoldCoupon = Readonly<{ redemption: StoredRedemption; coupon: StoredCoupon }>

/** A coupon of which nothing is used any more: it returns to its member if the terms allow it under which it was issued. */
export function couponBack(
  versions: TemplateVersions,
  { redemption, coupon }: SoldCoupon,
  { takenBackFen, nowMs }: Readonly<{ takenBackFen: number | undefined; nowMs: number }>,
): CouponBack {
  const { redemptionId, shop } = redemption
  const step = giveBack(coupon, { redemptionId, policy: policyOf(coupon, versions), nowMs })
  const facts = { redemptionId, couponCode: coupon.terms.couponCode, shop, takenBackFen }
  const { endDate } = coupon.terms
  if (step.kind === 'return-not-allowed') return { ...facts, endDate, outcome: 'not_returned', step: undefined }
  if (step.kind === 'unchanged') return { ...facts, endDate, outcome: 'returned', step: undefined }
  const to = step.coupon
  return { ...facts, endDate: to.terms.endDate, outcome: 'returned', step: { from: coupon, to, redemption } }
}

/** The policy under which the coupon was issued. */
export function policyOf({ terms, templateVersion }: StoredCoupon, versions: TemplateVersions): ReturnPolicy {
  return termsOf(versions, { couponId: terms.couponId, templateVersion })?.returnPolicy ?? defaultReturnPolicy
}
