import type { Redemption } from '#domain/coupon/coupon'
import type { Refusal } from './refusal.ts'

/** The refusal that names the order that used a coupon. */
export function usedBy(redemption: Redemption | undefined): Refusal {
  return { kind: 'already-used', orderId: redemption?.orderId, atMs: redemption?.atMs }
}
