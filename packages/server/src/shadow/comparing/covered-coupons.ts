import { erpCouponFields } from '@yaoquan/api'
import type { AnswerMeaning, CouponMeaning } from '#shadow/answers/answer-meaning'
import type { CoveredCoupon } from '#shadow/report/coverage-counts'
import type { Deviation } from '#shadow/report/deviation'

type Page = Extract<AnswerMeaning, { kind: 'page' }>

const { couponCode, phone, cardNo } = erpCouponFields

/**
 * The coupons of an answer of today's CRM, each with whether ours is equal in every member.
 * @param deviations of both pages, before anything of the answer was learned
 */
export function coveredCoupons(
  { theirs, ours, sellerId }: Readonly<{ theirs: Page; ours: Page; sellerId: string }>,
  deviations: readonly Deviation[],
): readonly CoveredCoupon[] {
  const own = new Map(ours.coupons.map((coupon) => [coupon.get(couponCode.wire), coupon]))
  const deviating = new Set(deviations.map((deviation) => deviation.couponCode))
  return theirs.coupons.map((coupon) => {
    const code = coupon.get(couponCode.wire) ?? ''
    const same = own.get(code)
    const isEqual = same !== undefined && !deviating.has(code)
    return { sellerId, couponCode: code, member: memberOf(same) ?? memberOf(coupon), isEqual }
  })
}

/** Masked numbers name nobody. */
function memberOf(coupon: CouponMeaning | undefined): string | undefined {
  return [phone, cardNo].map(({ wire }) => coupon?.get(wire)).find((text) => text !== undefined && !text.includes('*'))
}
