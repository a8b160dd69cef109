import type { LineShare } from '@yaoquan/basket'
import { readSplit } from '#domain/basket/split-text'
import { isAllBack, returnedMilli, type SoldLines } from '#domain/sales/sale'
import type { NewSale, SoldOrder } from '#domain/sales/sale-store'
import { holdRecorded, selfPaidFen } from '#domain/sales/sold-lines'
import type { RedeemedAmounts, StoredRedemption } from '#domain/sales/stored-redemption'
import { load, type Reading } from './act.ts'
import { type Change, joinedSale, newSale } from './changes.ts'
import { newestSaleNo, redemptions, soldOrder } from './reads.ts'

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

/** The sale of lines whose coupons are the only ones on the order. */
export function saleOfUses({ orderId, shop, sold, uses }: UsesOnLines): NewSale {
  return { orderId, shop, sold, paidFen: paidFen(sold, sharesOf(uses)), redemptionIds: idsOf(uses) }
}

/** What is known of the sales of an order. */
export type SaleFacts = Readonly<{
  newestNo: number
  /** Undefined where the order has no sale and no other coupons, so that its first one is kept. */
  sold: SoldOrder | undefined
  /** Redemptions of the newest sale, returned or not. */
  ofSale: readonly StoredRedemption[]
}>

/** @param hasEarlier as in `RecordedUses` */
export function* saleFacts(orderId: string, hasEarlier: boolean): Reading<SaleFacts> {
  const { newestNo } = yield* load({ newestNo: newestSaleNo(orderId) })
  if (newestNo === 0 && !hasEarlier) return { newestNo, sold: undefined, ofSale: [] }
  const { sold } = yield* load({ sold: soldOrder({ orderId }) })
  const [sale] = sold.sales
  return { newestNo, sold, ...(yield* load({ ofSale: redemptions(sale?.redemptionIds ?? []) })) }
}

/**
 * Keeps the lines that coupons were redeemed on, so that parts of them can be returned. Coupons join the sale of those that are on the
 * order before them, and a sale of which a part came back, so that this part cannot come back twice. Where lines or amounts of these are
 * not known, or the lines of now do not hold what is recorded, nothing is kept, and the order can be returned only whole.
 */
export function recordedSale(
  recorded: RecordedUses,
  { newestNo, sold: soldBefore, ofSale }: SaleFacts,
): readonly Change[] {
  const { sold, uses, hasEarlier } = recorded
  const redemptionIds = idsOf(uses)
  const own = { ...saleOfUses(recorded), saleNo: newestNo + 1 }
  if (!hasEarlier && newestNo === 0) return [newSale(own)]
  const { sales = [], redemptions: onOrder = [], ended } = soldBefore ?? {}
  const [sale] = sales
  if (sale === undefined) return []
  const isUntouched = returnedMilli(sale).size === 0
  if (isAllBack(sale) || (isUntouched && !hasEarlier)) return [newSale(own)]
  const known = new Set([...sale.redemptionIds, ...redemptionIds])
  const isUnknown = ({ redemptionId, returned }: StoredRedemption) =>
    returned === undefined && ended?.has(redemptionId) !== true && !known.has(redemptionId)
  if (onOrder.some(isUnknown) || ofSale.length < sale.redemptionIds.length) return []
  const shares = [...sharesOf(uses), ...ofSale.flatMap(({ amounts }) => readSplit(amounts?.split ?? ''))]
  if (!holdRecorded(sold.lines, { shares, returnedMilli: returnedMilli(sale) })) return []
  return [joinedSale(sale, { sold, paidFen: paidFen(sold, shares), redemptionIds })]
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
