import type { SqlValue } from '#database/sql-engine'
import { type CouponPlace, channelColumn, stateCodes } from '#store/tables/coupon-row'
import type { IndexedDraft } from './indexed-draft.ts'

/**
 * A coupon as `issuedColumns` will have it, for the digest of its issue.
 * @param memberId of the member whose phone it has
 */
export function issuedValues(
  { draft }: IndexedDraft,
  place: CouponPlace,
  memberId: Uint8Array | undefined,
): readonly SqlValue[] {
  const { terms, state } = draft
  return [
    place.seq,
    terms.couponCode,
    terms.couponId ?? null,
    terms.couponName ?? null,
    channelColumn(terms.channel),
    memberId ?? null,
    terms.cardNo ?? null,
    terms.couponAmountFen ?? null,
    terms.orderAmountFen ?? null,
    terms.startDate ?? null,
    terms.endDate ?? null,
    terms.billDate ?? null,
    terms.description ?? null,
    terms.shop ?? null,
    terms.category ?? null,
    terms.attribute ?? null,
    stateCodes[state.kind],
    place.issuedAtMs,
    place.templateVersion ?? null,
  ]
}
