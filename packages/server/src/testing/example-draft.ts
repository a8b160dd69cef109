import { erpCouponFields, furtherCouponFields } from '@yaoquan/api'
import type { CouponTerms, IssuedState } from '#domain/coupon/coupon'
import { parseCouponDraft } from '#domain/coupon/coupon-draft'
import type { CouponDraft } from '#domain/coupon/coupon-store'

/** A draft for checks and tests: the coupon of the documentation page, with the given terms instead. */
export function draftOf(terms: Partial<CouponTerms> = {}, state: IssuedState = { kind: 'unused' }): CouponDraft {
  return { terms: { ...pageCoupon, ...terms }, state }
}

/** Terms of a coupon that may be used on any order, at any time, in any shop. */
export const unlimited = {
  startDate: undefined,
  endDate: undefined,
  billDate: undefined,
  shop: undefined,
  category: undefined,
  orderAmountFen: undefined,
} as const

const pageCoupon = termsOfPage()

/** The examples of the definitions: those of the documentation page, and of columns that it does not have. */
function termsOfPage(): CouponTerms {
  const fields = Object.entries({ ...furtherCouponFields, ...erpCouponFields })
  const parsed = parseCouponDraft(Object.fromEntries(fields.map(([property, { example }]) => [property, example])))
  if (parsed.kind === 'invalid') throw new Error(`the example of ${parsed.field} ${parsed.rule.en}`)
  return parsed.draft.terms
}
