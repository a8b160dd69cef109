import type { RedemptionFacts, RefusedUse, TakenBack } from '#domain/reconciliation/facts'
import type { StoredRedemption } from '#domain/sales/sale'
import { openRefusals } from '#store/members/sealed-contents'
import {
  findReconciledCodes,
  findReconciledCoupons,
  findRedemptionsOfCoupons,
  keyInRow,
  reconciledCouponOfRow,
} from '#store/tables/reconciled-rows'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import type { StoredRefusal } from '#store/tables/refused-call'
import { findReturnsOfOrders, saleReturnOfRow } from '#store/tables/sale-return'
import { couponFactsOf, type FactSource, openOrderIds, rowsOf, useEventsOf } from './fact-source.ts'

/** Redemptions with their coupons and events, in the same order. @param redemptions with order ids as they are stored */
export async function redemptionFactsOf(
  source: FactSource,
  redemptions: readonly StoredRedemption[],
): Promise<readonly RedemptionFacts[]> {
  const seqs = redemptions.map(({ couponSeq }) => couponSeq)
  const rows = (await rowsOf(source, findReconciledCoupons, { seqs })).map(reconciledCouponOfRow)
  const factsOf = await couponFactsOf(source, rows)
  const coupons = new Map(rows.map((row) => [row.seq, factsOf(row)]))
  const eventsOf = await useEventsOf(source, seqs)
  const takenBackFen = await takenBackOf(
    source,
    redemptions.map(({ orderId }) => orderId),
  )
  const opened = await openOrderIds(
    source,
    redemptions.map(({ orderId }) => orderId),
  )
  return redemptions.map(({ redemptionId, couponSeq, orderId, atMs, shop, returned, amounts }) => {
    const coupon = coupons.get(couponSeq)
    if (coupon === undefined) throw new Error(`redemption ${redemptionId} has no coupon`)
    const ofRedemption = { redemptionId, orderId: opened(orderId), atMs, shop, returnedAtMs: returned?.atMs, amounts }
    return { ...ofRedemption, takenBackFen: takenBackFen(redemptionId), ...eventsOf(redemptionId), coupon }
  })
}

/** What returns of goods took back of each redemption. @param forms of orders */
async function takenBackOf(source: FactSource, forms: readonly string[]): Promise<(redemptionId: string) => number> {
  const sums = new Map<string, number>()
  for (const { coupons } of (await rowsOf(source, findReturnsOfOrders, { orderIds: forms })).map(saleReturnOfRow)) {
    for (const { redemptionId, takenBackFen } of coupons) {
      sums.set(redemptionId, (sums.get(redemptionId) ?? 0) + takenBackFen)
    }
  }
  return (redemptionId) => sums.get(redemptionId) ?? 0
}

/** What returns of goods took back, one for each coupon. */
export async function takenBackBy(
  source: FactSource,
  returns: readonly ReturnType<typeof saleReturnOfRow>[],
): Promise<readonly TakenBack[]> {
  const taken = returns.flatMap(({ atMs, eventSeq, coupons }) =>
    coupons
      .filter(({ takenBackFen }) => takenBackFen > 0)
      .map(({ redemptionId, takenBackFen: fen }) => ({ redemptionId, atMs, eventSeq, fen })),
  )
  const ids = taken.map(({ redemptionId }) => redemptionId)
  const redemptions = (await rowsOf(source, findRedemptions, { redemptionIds: ids })).map(redemptionOfRow)
  const facts = new Map((await redemptionFactsOf(source, redemptions)).map((one) => [one.redemptionId, one]))
  return taken.map(({ redemptionId, ...one }) => {
    const redemption = facts.get(redemptionId)
    if (redemption === undefined) throw new Error(`a return of redemption ${redemptionId}, which does not exist`)
    return { ...one, redemption }
  })
}

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
