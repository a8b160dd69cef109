import { erpCouponFields } from '@yaoquan/api'
import { rawCouponOf } from '#domain/coupon/coupon-draft'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { CouponMeaning } from '#shadow/answers/answer-meaning'
import { isSameValue } from '#shadow/comparing/same-value'
import type { Deviation } from '#shadow/report/deviation'

const { status, sellerId, endDate, phone, cardNo } = erpCouponFields
/** Learning follows the state and the last day, and says where it does not. */
const followed: ReadonlySet<string> = new Set([status.wire, sellerId.wire, endDate.wire])
const numbers: ReadonlySet<string> = new Set([phone.wire, cardNo.wire])

/** Terms of a known coupon that the upstream has otherwise: nothing overwrites them. Masked numbers say nothing against whole ones. */
export function termsAgainst(stored: StoredCoupon, said: CouponMeaning, nowMs: number): readonly Deviation[] {
  const own: Readonly<Record<string, string | undefined>> = rawCouponOf(stored, nowMs)
  return Object.entries(erpCouponFields).flatMap(([name, { wire }]): readonly Deviation[] => {
    const [upstream, ours] = [said.get(wire) ?? '', own[name]?.trim() ?? '']
    const isMasked = numbers.has(wire) && upstream.includes('*')
    if (followed.has(wire) || isMasked || isSameValue(wire, upstream, ours)) return []
    return [{ class: 'field', name: wire, couponCode: stored.terms.couponCode, upstream, ours }]
  })
}
