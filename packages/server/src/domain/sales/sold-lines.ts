import { type BasketLine, type ChainPolicy, eligibleLines, type LineShare, type Offer } from '@yaoquan/basket'
import type { SaleLine, SoldLines } from './sale.ts'

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
export function selfPaidFen(lines: readonly SaleLine[]): number {
  return lines.reduce((sum, { amountFen, insuredFen = 0 }) => sum + amountFen - insuredFen, 0)
}

type Recorded = Readonly<{
  /** Shares of all coupons of the sale. */
  shares: readonly LineShare[]
  /** How many thousandths of each line came back. */
  returnedMilli: ReadonlyMap<number, number>
}>

/** Whether lines hold what is recorded of a sale: what coupons took of each, and what came back of it. */
export function holdRecorded(lines: readonly SaleLine[], { shares, returnedMilli }: Recorded): boolean {
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
