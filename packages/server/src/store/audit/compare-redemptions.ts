import { isDeepStrictEqual } from 'node:util'
import { allInList } from '#database/table'
import type { StoredRedemption } from '#domain/sales/sale'
import { findRedemptions, findRedemptionsBySeq, redemptionOfRow } from '#store/tables/redemption'
import type { SellerAudit } from './findings.ts'

type Compared = Readonly<{
  /** What the events of some coupons say. */
  expected: readonly StoredRedemption[]
  /** The redemptions of these coupons. */
  stored: readonly StoredRedemption[]
  /** Whether events must mention it. */
  isProven: (stored: StoredRedemption) => boolean
}>

/** Names redemptions of coupons that are missing or altered, or that no event mentions. */
export async function compareRedemptions(audit: SellerAudit, { expected, stored, isProven }: Compared): Promise<void> {
  const { findings } = audit
  const byId = new Map(stored.map((redemption) => [redemption.redemptionId, redemption]))
  const absent: StoredRedemption[] = []
  for (const redemption of expected) {
    const { redemptionId } = redemption
    const found = byId.get(redemptionId)
    byId.delete(redemptionId)
    if (found === undefined) absent.push(redemption)
    else if (!isDeepStrictEqual(found, redemption)) findings.add('redemption', keyOf(redemptionId), 'altered')
  }
  await nameAbsent(audit, absent)
  for (const redemption of byId.values()) {
    if (isProven(redemption)) findings.add('redemption', keyOf(redemption.redemptionId), 'no event mentions it')
  }
}

/** A redemption that its coupon has not is missing, or has another coupon. */
async function nameAbsent(
  { reader, sellerId, findings }: SellerAudit,
  absent: readonly StoredRedemption[],
): Promise<void> {
  const redemptionIds = absent.map(({ redemptionId }) => redemptionId)
  const rows = await allInList(reader, findRedemptions, { sellerId, redemptionIds })
  const elsewhere = new Set(rows.map(redemptionOfRow).map(({ redemptionId }) => redemptionId))
  for (const id of redemptionIds) findings.add('redemption', keyOf(id), elsewhere.has(id) ? 'altered' : 'missing')
}

/** Names redemptions of coupons that do not exist. @param coupons how many there are */
export async function findRedemptionsPast({ reader, sellerId, findings }: SellerAudit, coupons: number): Promise<void> {
  const ranges = [
    { first: Number.MIN_SAFE_INTEGER, last: 0 },
    { first: coupons + 1, last: Number.MAX_SAFE_INTEGER },
  ]
  for (const range of ranges) {
    const rows = await reader.all(findRedemptionsBySeq({ sellerId, ...range }))
    for (const row of rows) findings.add('redemption', keyOf(redemptionOfRow(row).redemptionId), 'no event mentions it')
  }
}

function keyOf(redemptionId: string): string {
  return `redemption_id ${redemptionId}`
}
