import { readSplit } from '#domain/basket/split-text'
import { isAllBack, returnedMilli, type SoldLines } from '#domain/sales/sale'
import type { SaleWriter } from '#domain/sales/sale-store'
import { holdRecorded, selfPaidFen } from '#domain/sales/sold-lines'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'

export type RecordedUses = Readonly<{
  orderId: string
  shop: string | undefined
  sold: SoldLines
  uses: readonly Readonly<{ redemptionId: string; amounts: RedeemedAmounts }>[]
  /** Whether other coupons are on the order, whose redemptions were not returned. */
  hasEarlier: boolean
}>

/**
 * Keeps the lines that coupons were redeemed on, so that parts of them can be returned. Coupons join the sale of those that are on the
 * order before them, and a sale of which a part came back, so that this part cannot come back twice. Where lines or amounts of these are
 * not known, or the lines of now do not hold what is recorded, nothing is kept, and the order can be returned only whole.
 */
export async function recordSale(writer: SaleWriter, recorded: RecordedUses): Promise<void> {
  const { orderId, shop, sold, uses, hasEarlier } = recorded
  const redemptionIds = uses.map(({ redemptionId }) => redemptionId)
  const ownShares = uses.flatMap(({ amounts }) => readSplit(amounts.split))
  const paidFen = (shares: typeof ownShares) => shares.reduce((left, { fen }) => left - fen, selfPaidFen(sold.lines))
  const own = { orderId, shop, sold, paidFen: paidFen(ownShares), redemptionIds }
  if (!hasEarlier && (await writer.addFirstSale(own))) return
  const { sales, redemptions } = await writer.findSoldOrder({ orderId })
  const [sale] = sales
  if (sale === undefined) return
  const isUntouched = returnedMilli(sale).size === 0
  if (isAllBack(sale) || (isUntouched && !hasEarlier)) return writer.addSale(own)
  const known = new Set([...sale.redemptionIds, ...redemptionIds])
  if (redemptions.some(({ redemptionId, returned }) => returned === undefined && !known.has(redemptionId))) return
  const before = await writer.findRedemptionsOfSale(sale)
  if (before.length < sale.redemptionIds.length) return
  const shares = [...ownShares, ...before.flatMap(({ amounts }) => readSplit(amounts?.split ?? ''))]
  if (!holdRecorded(sold.lines, { shares, returnedMilli: returnedMilli(sale) })) return
  await writer.joinSale(sale, { sold, paidFen: paidFen(shares), redemptionIds })
}
