import { isDeepStrictEqual } from 'node:util'
import { allInList } from '#database/in-list'
import { readValue } from '#database/read-value'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { StoredRedemption } from '#domain/sales/stored-redemption'
import { addRows, noRows, type RowSum } from '#encryption/row-sum'
import type { CutSeals } from '#store/events/cut-seals'
import { findEventsOfRedemption } from '#store/tables/chain-event'
import { countRedemptions, findRedemptions, redemptionOfRow, redemptionTable } from '#store/tables/redemption'
import { problemOfSum, type SellerAudit } from './findings.ts'

/** Names redemptions that are missing or altered. @param expected what the events say */
export async function compareRedemptions(
  { reader, sellerId, findings }: SellerAudit,
  expected: readonly StoredRedemption[],
): Promise<void> {
  const list = expected.map(({ redemptionId }) => redemptionId)
  const rows = await allInList(reader, findRedemptions, { sellerId, redemptionIds: list })
  const stored = new Map(rows.map(redemptionOfRow).map((redemption) => [redemption.redemptionId, redemption]))
  for (const redemption of expected) {
    const { redemptionId } = redemption
    const found = stored.get(redemptionId)
    if (found === undefined) findings.add('redemption', keyOf(redemptionId), 'missing')
    else if (!isDeepStrictEqual(found, redemption)) findings.add('redemption', keyOf(redemptionId), 'altered')
  }
}

/** Names redemptions that no event mentions. @param mentioned how many redemptions the events mention */
export async function findForgedRedemptions(audit: SellerAudit, mentioned: number): Promise<void> {
  const { reader, sellerId, findings } = audit
  const counted = Number(await readValue(reader, countRedemptions({ sellerId })))
  if (counted <= mentioned) return
  for await (const row of rowsInKeyOrder(reader, { table: redemptionTable, sellerId })) {
    const { redemptionId, couponSeq } = redemptionOfRow(row)
    const mark = `%"redemption_id":${JSON.stringify(redemptionId)}%`
    const event = await reader.one(findEventsOfRedemption({ sellerId, couponSeq, pattern: mark }))
    if (event === undefined) findings.add('redemption', keyOf(redemptionId), 'no event mentions it')
  }
}

/**
 * The same where events were removed: compares all redemptions with the sum of those that events mention. It cannot name
 * one; those that present events mention are named by `compareRedemptions`.
 */
export async function compareSumOfRedemptions(
  { reader, sellerId, findings }: SellerAudit,
  mentioned: RowSum,
  { ofRedemption }: CutSeals,
): Promise<void> {
  let sum = noRows
  for await (const row of rowsInKeyOrder(reader, { table: redemptionTable, sellerId })) {
    sum = addRows(sum, [ofRedemption(redemptionOfRow(row))])
  }
  const problem = problemOfSum(sum, mentioned, 'that no event mentions')
  if (problem !== undefined) findings.add('redemption', `${sum.count} rows`, problem)
}

function keyOf(redemptionId: string): string {
  return `redemption_id ${redemptionId}`
}
