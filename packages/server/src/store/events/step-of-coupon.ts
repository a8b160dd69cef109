import { type CouponLifecycle, readAmounts, readLifecycle } from '#domain/events/lifecycle-text'
import { isStep } from '#domain/events/rebuild-coupon'
import type { StoredRedemption } from '#domain/sales/sale'
import type { EventRow } from '#store/tables/chain-event'

/** What an event changed in a coupon and its redemptions. */
export type CouponStep = Readonly<{
  couponSeq: number
  before: CouponLifecycle
  after: CouponLifecycle
  /** The redemption as it was before; undefined unless the event is a return, one redemption took the place of another, or its amounts changed. */
  removed: StoredRedemption | undefined
  /** The redemption as it is after a redeem or return. */
  added: StoredRedemption | undefined
}>

/**
 * @returns undefined for an event that is no step of a coupon: its issue, its expiry, the verdict on an upload, or one of something else
 * @throws TypeError or SyntaxError when the event holds no state of a coupon
 */
export function stepOfCoupon(event: EventRow): CouponStep | undefined {
  const { couponSeq, kind, atMs } = event
  if (couponSeq === undefined || !isStep(kind)) return undefined
  const [before, after] = [readLifecycle(String(event.before)), readLifecycle(String(event.after))]
  const amounts = readAmounts(String(event.after))
  const none = { removed: undefined, added: undefined }
  if (kind === 'redeemed' || kind === 'repriced') {
    const removed = redemptionOf(couponSeq, before, readAmounts(String(event.before)))
    return { couponSeq, before, after, removed, added: redemptionOf(couponSeq, after, amounts) }
  }
  if (kind !== 'returned') return { couponSeq, before, after, ...none }
  const removed = redemptionOf(couponSeq, before, amounts)
  if (removed === undefined) throw new TypeError('a return of what was not redeemed')
  const { reason = '' }: Readonly<{ reason?: string }> = JSON.parse(String(event.after))
  return { couponSeq, before, after, removed, added: { ...removed, returned: { atMs, reason } } }
}

function redemptionOf(
  couponSeq: number,
  { state }: CouponLifecycle,
  amounts: StoredRedemption['amounts'],
): StoredRedemption | undefined {
  if (state.kind !== 'used' || state.redemption === undefined) return undefined
  return { ...state.redemption, couponSeq, returned: undefined, amounts }
}
