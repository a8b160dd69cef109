import type { RedemptionFacts } from '#domain/reconciliation/facts'
import type { StoredRedemption } from '#domain/sales/sale'
import { findReconciledCoupons, reconciledCouponOfRow } from '#store/tables/reconciled-rows'
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
