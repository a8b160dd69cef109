import type { LineShare } from '@yaoquan/basket'
import { readSplit } from '#domain/basket/split-text'
import { isAllBack, returnedMilli, type SoldLines } from '#domain/sales/sale'
import type { NewSale, SaleWriter } from '#domain/sales/sale-store'
import { holdRecorded, selfPaidFen } from '#domain/sales/sold-lines'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'

type UsesOnLines = Readonly<{
  orderId: string
  shop: string | undefined
  sold: SoldLines
  uses: readonly Readonly<{ redemptionId: string; amounts: RedeemedAmounts }>[]
}>

export type RecordedUses = UsesOnLines &
  Readonly<{
    /** Whether other coupons are on the order, whose redemptions were not returned. */
    hasEarlier: boolean
  }>

/** The sale of lines with coupons that are on the order alone. */
export function saleOfUses({ orderId, shop, sold, uses }: UsesOnLines): NewSale {
  return { orderId, shop, sold, paidFen: paidFen(sold, sharesOf(uses)), redemptionIds: idsOf(uses) }
}

/**
 * Keeps the lines that coupons were redeemed on, so that parts of them can be returned. Coupons join the sale of those that are on the
 * order before them, and a sale of which a part came back, so that this part cannot come back twice. Where lines or amounts of these are
 * not known, or the lines of now do not hold what is recorded, nothing is kept, and the order can be returned only whole.
 */
export async function recordSale(writer: SaleWriter, recorded: RecordedUses): Promise<void> {
  const { orderId, sold, uses, hasEarlier } = recorded
  const redemptionIds = idsOf(uses)
  const own = saleOfUses(recorded)
  if (!hasEarlier && (await writer.addFirstSale(own))) return
  const { sales, redemptions, ended } = await writer.findSoldOrder({ orderId })
  const [sale] = sales
  if (sale === undefined) return
  const isUntouched = returnedMilli(sale).size === 0
  if (isAllBack(sale) || (isUntouched && !hasEarlier)) return writer.addSale(own)
  const known = new Set([...sale.redemptionIds, ...redemptionIds])
  const isUnknown = ({ redemptionId, returned }: (typeof redemptions)[number]) =>
    returned === undefined && !ended.has(redemptionId) && !known.has(redemptionId)
  if (redemptions.some(isUnknown)) return
  const before = await writer.findRedemptionsOfSale(sale)
  if (before.length < sale.redemptionIds.length) return
  const shares = [...sharesOf(uses), ...before.flatMap(({ amounts }) => readSplit(amounts?.split ?? ''))]
  if (!holdRecorded(sold.lines, { shares, returnedMilli: returnedMilli(sale) })) return
  await writer.joinSale(sale, { sold, paidFen: paidFen(sold, shares), redemptionIds })
}

function idsOf(uses: UsesOnLines['uses']): readonly string[] {
  return uses.map(({ redemptionId }) => redemptionId)
}

function sharesOf(uses: UsesOnLines['uses']): readonly LineShare[] {
  return uses.flatMap(({ amounts }) => readSplit(amounts.split))
}

function paidFen({ lines }: SoldLines, shares: readonly LineShare[]): number {
  return shares.reduce((left, { fen }) => left - fen, selfPaidFen(lines))
}
