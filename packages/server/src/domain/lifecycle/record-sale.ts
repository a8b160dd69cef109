import { type BasketLine, type ChainPolicy, eligibleLines, type LineShare, type Offer } from '@yaoquan/basket'
import {
  isAllBack,
  type RedeemedAmounts,
  returnedMilli,
  type SaleLine,
  type SoldLines,
  type StoredRedemption,
} from '#domain/sales/sale'
import type { NewSale, SoldOrder } from '#domain/sales/sale-store'
import { readSplit } from '#domain/sales/sale-text'
import { load, type Reading } from './act.ts'
import { type Change, joinedSale, newSale } from './changes.ts'
import { newestSaleNo, redemptions, soldOrder } from './reads.ts'

type UsesOnLines = Readonly<{
  orderId: string
  shop: string | undefined
  sold: SoldLines
  uses: readonly Readonly<{ redemptionId: string; amounts: RedeemedAmounts }>[]
}>

type RecordedUses = UsesOnLines &
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

type Selling = Readonly<{
  lines: readonly BasketLine[]
  policy: ChainPolicy
  /** Offers of all coupons on the order. */
  offers: readonly Offer[]
}>

/**
 * What is kept of lines, so that pricing them again gives the same. Lines that a rule excludes are kept as not discountable, and of tags, which
 * tills write in their own words, only those that coupons on the order exclude.
 */
export function soldLines({ lines, policy, offers }: Selling): SoldLines {
  const excluding = new Set(offers.flatMap(({ scope: { exclude } }) => exclude.tags ?? []))
  const excluded = new Set(
    eligibleLines(lines, policy)
      .filter(isExcluded)
      .map(({ line }) => line.lineNo),
  )
  const { thresholdBase, insured } = policy
  return {
    lines: lines.map(({ lineNo, goodsId, categories, quantityMilli, amountFen, insuredFen = 0, tags = [] }) => {
      return {
        lineNo,
        goodsId,
        categories,
        quantityMilli,
        amountFen,
        insuredFen,
        isDiscountable: !excluded.has(lineNo),
        tags: tags.filter((tag) => excluding.has(tag)),
      }
    }),
    rules: { thresholdBase, insured },
  }
}

/** What insurance pays is excluded by the rules that are kept with the lines. */
function isExcluded({ exclusion }: ReturnType<typeof eligibleLines>[number]): boolean {
  return exclusion !== undefined && exclusion.by !== 'insured'
}

/** What the member pays for lines without coupons. */
function selfPaidFen(lines: readonly SaleLine[]): number {
  return lines.reduce((sum, { amountFen, insuredFen = 0 }) => sum + amountFen - insuredFen, 0)
}

type Recorded = Readonly<{
  /** Shares of all coupons of the sale. */
  shares: readonly LineShare[]
  /** How many thousandths of each line came back. */
  returnedMilli: ReadonlyMap<number, number>
}>

/** Whether lines hold what is recorded of a sale: what coupons took of each, and what came back of it. */
function holdRecorded(lines: readonly SaleLine[], { shares, returnedMilli }: Recorded): boolean {
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]))
  const taken = new Map<number, number>()
  for (const { lineNo, fen } of shares) taken.set(lineNo, (taken.get(lineNo) ?? 0) + fen)
  const holdsShares = [...taken].every(([lineNo, fen]) => {
    const line = byNumber.get(lineNo)
    return line !== undefined && fen <= selfPaidFen([line])
  })
  return (
    holdsShares && [...returnedMilli].every(([lineNo, milli]) => milli <= (byNumber.get(lineNo)?.quantityMilli ?? 0))
  )
}
