import type { RefusedUse } from '#domain/reconciliation/facts'
import { openRefusals } from '#store/reading/open-refusals'
import {
  findReconciledCodes,
  findRedemptionsOfCoupons,
  keyInRow,
  reconciledCouponOfRow,
} from '#store/tables/reconciled-rows'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import type { StoredRefusal } from '#store/tables/refused-call'
import { type FactSource, rowsOf } from './fact-source.ts'
import { redemptionFactsOf } from './redemption-facts.ts'

/** The attempts that refused calls made, one for each coupon that they named. Those whose content was not kept say nothing. */
export async function refusedUsesOf(
  source: FactSource,
  stored: readonly StoredRefusal[],
): Promise<readonly RefusedUse[]> {
  const refusals = await openRefusals(source, source.sellerId, stored)
  const attempts = refusals.flatMap(({ content, atMs, eventSeq }) => {
    const { orderId, shop, codes } = sentIn(content)
    return codes.map((couponCode) => ({ orderId, shop, couponCode, atMs, eventSeq }))
  })
  const redemptionsOf = await redemptionsByCode(
    source,
    attempts.map(({ couponCode }) => couponCode),
  )
  return attempts.map((attempt) => ({ ...attempt, redemptions: redemptionsOf(attempt.couponCode) }))
}

type Sent = Readonly<{ orderId: string; shop: string | undefined; codes: readonly string[] }>

/** What a redemption named. @param content as `keepingRefusals` writes it */
function sentIn(content: string | undefined): Sent {
  if (content === undefined) return { orderId: '', shop: undefined, codes: [] }
  const sent: Readonly<{ orderId?: string; shop?: string; couponCode?: string; couponCodes?: readonly string[] }> =
    JSON.parse(content)
  const { orderId = '', shop, couponCode, couponCodes = couponCode === undefined ? [] : [couponCode] } = sent
  return { orderId, shop, codes: couponCodes }
}

async function redemptionsByCode(source: FactSource, codes: readonly string[]) {
  const coupons = (await rowsOf(source, findReconciledCodes, { couponCodes: codes })).map(reconciledCouponOfRow)
  const seqs = coupons.map(({ seq }) => seq)
  const ids = (await rowsOf(source, findRedemptionsOfCoupons, { couponSeqs: seqs })).map(keyInRow)
  const redemptions = (await rowsOf(source, findRedemptions, { redemptionIds: ids })).map(redemptionOfRow)
  const byCode = Map.groupBy(await redemptionFactsOf(source, redemptions), ({ coupon }) => coupon.couponCode)
  return (couponCode: string) => byCode.get(couponCode) ?? []
}
