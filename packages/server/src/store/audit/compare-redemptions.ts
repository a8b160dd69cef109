import { maxInList, paddedList, textForList } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import type { Redemption } from '#domain/coupon/coupon'
import { countRedemptions, findEventsOfRedemption, findRedemptionsByIds } from '#store/tables/audit-statements'
import { rowsByKey } from './rows-by-key.ts'
import type { SellerAudit } from './seller-audit.ts'

/** A redemption as events tell it. */
export type ExpectedRedemption = Redemption &
  Readonly<{ couponSeq: number; returned: Readonly<{ atMs: number; reason: string }> | undefined }>

/** Names redemptions that are missing or altered. */
export async function compareRedemptions(
  { reader, sellerId, findings }: SellerAudit,
  expected: readonly ExpectedRedemption[],
): Promise<void> {
  for (let start = 0; start < expected.length; start += maxInList) {
    const part = expected.slice(start, start + maxInList)
    const list = paddedList(part.map(({ redemptionId }) => redemptionId))
    const rows = await reader.all(textForList(findRedemptionsByIds, list), [sellerId, ...list])
    const standing = new Map(rows.map((row) => [String(row[0]), row]))
    for (const redemption of part) {
      const row = standing.get(redemption.redemptionId)
      if (row !== undefined && isSame(row, redemption)) continue
      findings.add('redemption', keyOf(redemption.redemptionId), row === undefined ? 'missing' : 'altered')
    }
  }
}

/**
 * Names redemptions that no event mentions.
 * @param mentioned how many redemptions the events mention
 */
export async function findForgedRedemptions(audit: SellerAudit, mentioned: number): Promise<void> {
  const { reader, sellerId, findings } = audit
  const counted = Number((await reader.one(countRedemptions, [sellerId]))?.[0])
  if (counted <= mentioned) return
  const rows = { table: 'redemption', key: ['redemption_id'], others: ['coupon_seq'] } as const
  for await (const [redemptionId, couponSeq] of rowsByKey(reader, rows, sellerId)) {
    const mark = `%"redemption_id":${JSON.stringify(redemptionId)}%`
    const event = await reader.one(findEventsOfRedemption, [sellerId, couponSeq ?? null, couponSeq ?? null, mark])
    if (event === undefined) findings.add('redemption', keyOf(String(redemptionId)), 'no event mentions it')
  }
}

function isSame(
  [, couponSeq, orderId, atMs, shop, returnedAtMs, reason]: SqlRow,
  expected: ExpectedRedemption,
): boolean {
  const returned = returnedAtMs === null ? undefined : { atMs: Number(returnedAtMs), reason: String(reason ?? '') }
  return (
    Number(couponSeq) === expected.couponSeq &&
    orderId === expected.orderId &&
    Number(atMs) === expected.atMs &&
    (shop ?? undefined) === expected.shop &&
    returned?.atMs === expected.returned?.atMs &&
    returned?.reason === expected.returned?.reason
  )
}

function keyOf(redemptionId: string): string {
  return `redemption_id ${redemptionId}`
}
