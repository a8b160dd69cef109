import type { CouponState, CouponTerms } from '#domain/coupon/coupon'
import { draftOf } from '#domain/coupon/draft-fixture'
import type { LiveCoupon } from './live-coupon.ts'

/** A coupon for tests: the page's own, usable all through November 2026, with what the test cares about laid over it. */
export function liveCouponOf(state: CouponState, terms: Partial<CouponTerms> = {}, returnCount = 0): LiveCoupon {
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
