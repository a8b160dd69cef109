import type { Coupon, CouponTerms } from './coupon.ts'

/** A property of a coupon that may differ between two givings of one code. */
export type ContentField = keyof CouponTerms | 'status'

/**
 * Names the properties in which a coupon given again differs from the one that stands. Terms must be equal. A state
 * must be equal too, except that a coupon given as unused agrees with any state: the standing one has moved on since
 * it was issued, and giving its first state again asks for nothing.
 */
export function differingFields(standing: Content, given: Content): readonly ContentField[] {
  const differing: ContentField[] = termFields.filter((field) => standing.terms[field] !== given.terms[field])
  if (given.state.kind !== 'unused' && given.state.kind !== standing.state.kind) differing.push('status')
  return differing
}

type Content = Pick<Coupon, 'terms' | 'state'>

const termFields: readonly (keyof CouponTerms)[] = [
  'couponCode',
  'couponId',
  'couponName',
  'channel',
  'phone',
  'cardNo',
  'couponAmountFen',
  'orderAmountFen',
  'startDate',
  'endDate',
  'billDate',
  'description',
  'shop',
  'category',
  'attribute',
]
