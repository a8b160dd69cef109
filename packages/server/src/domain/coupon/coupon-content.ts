import type { Coupon, CouponTerms } from './coupon.ts'

/** A property in which two coupons with one code may differ. */
type ContentField = keyof CouponTerms | 'status'

/**
 * Names the properties in which a repeated coupon differs from the stored one. Terms must be equal. States must be equal too, but a
 * repeated coupon that is unused agrees with any state: the stored one may have been used or voided since its issue.
 */
export function differingFields(stored: Content, input: Content): readonly ContentField[] {
  // Every coupon has every term as a member, so no list of terms is needed, and none can be forgotten.
  const terms = Object.keys(input.terms) as (keyof CouponTerms)[]
  const differing: ContentField[] = terms.filter((term) => stored.terms[term] !== input.terms[term])
  if (input.state.kind !== 'unused' && input.state.kind !== stored.state.kind) differing.push('status')
  return differing
}

type Content = Pick<Coupon, 'terms' | 'state'>
