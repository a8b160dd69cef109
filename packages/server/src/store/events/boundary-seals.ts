import type { StoredRedemption } from '#domain/sales/stored-redemption'
import type { Seals } from '#encryption/seals'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { encodeTemplateAtBoundary } from '#store/tables/template-at-boundary'

/** What the sums of a boundary add up, for one seller. The keys of single rows outlive those of heads. */
export type BoundarySeals = Readonly<{
  /** The terms of a coupon as it was issued, and the number of its issue. */
  ofTerms(coupon: AuditedCoupon): Uint8Array
  /** @param state as `lifecycleText` writes it, without a reason */
  ofState(couponSeq: number, state: string): Uint8Array
  ofRedemption(redemption: StoredRedemption): Uint8Array
  /** A row of `template_cut`. */
  ofTemplate(couponId: string, text: string): Uint8Array
}>

export function boundarySeals(seals: Seals, sellerId: string): BoundarySeals {
  return {
    ofTerms: ({ digested, issuedEventSeq }) => seals.of('cut_terms', [sellerId, ...digested, issuedEventSeq]),
    ofState: (couponSeq, state) => seals.of('cut_state', [sellerId, couponSeq, state]),
    ofRedemption({ redemptionId, couponSeq, orderId, atMs, shop, returned, amounts }) {
      const values = [redemptionId, couponSeq, orderId, atMs, shop ?? null]
      const took = [amounts?.offFen ?? null, amounts?.split ?? null]
      return seals.of('cut_redemption', [
        sellerId,
        ...values,
        returned?.atMs ?? null,
        returned?.reason ?? null,
        ...took,
      ])
    },
    ofTemplate: (couponId, text) => seals.of('template_cut', encodeTemplateAtBoundary(sellerId, couponId, text)),
  }
}
