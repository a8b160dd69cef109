import type { CouponState, CouponTerms } from '#domain/coupon/coupon'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { draftOf } from './example-draft.ts'

/** A coupon for tests, usable all through November 2026, with the given terms instead. */
export function storedCouponOf(state: CouponState, terms: Partial<CouponTerms> = {}, returnCount = 0): StoredCoupon {
  const draft = draftOf({ startDate: '2026-11-01', endDate: '2026-11-30', ...terms })
  return {
    sellerId: '111',
    seq: 1,
    ...draft,
    state,
    version: 1,
    issuedAtMs: 0,
    returnCount,
    templateVersion: undefined,
  }
}
