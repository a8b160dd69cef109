import type { CouponStatus } from '@yaoquan/api/words'
import { compareDays, dayMs, dayOf, startOfDay } from '#domain/dates'
import type { Coupon, CouponTerms } from './coupon.ts'

export type { CouponStatus }

/**
 * The status a caller sees at a moment. Expiry is computed here and nowhere stored: an unused coupon is expired from
 * the first moment after its last usable day (GMT+8). An expired hold counts as unused.
 */
export function couponStatus(coupon: Pick<Coupon, 'state' | 'terms'>, nowMs: number): CouponStatus {
  const { state, terms } = coupon
  switch (state.kind) {
    case 'used':
      return '1'
    case 'void':
      return '3'
    case 'held':
    case 'unused':
      if (state.kind === 'held' && nowMs < state.untilMs) return '4'
      return isPast(terms, nowMs) ? '2' : '0'
  }
}

/**
 * When the clock, without any other change, will next change the status that a caller sees.
 * @returns epoch milliseconds after `nowMs`; Infinity when the clock changes nothing
 */
export function statusLastsUntilMs(coupon: Pick<Coupon, 'state' | 'terms'>, nowMs: number): number {
  const { state, terms } = coupon
  if (state.kind === 'used' || state.kind === 'void') return Number.POSITIVE_INFINITY
  if (state.kind === 'held' && nowMs < state.untilMs) return state.untilMs
  if (terms.endDate === undefined || isPast(terms, nowMs)) return Number.POSITIVE_INFINITY
  return startOfDay(terms.endDate) + dayMs
}

function isPast({ endDate }: CouponTerms, nowMs: number): boolean {
  return endDate !== undefined && compareDays(dayOf(nowMs), endDate) > 0
}
