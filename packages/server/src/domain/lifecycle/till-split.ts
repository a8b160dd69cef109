import type { CouponShare } from '@yaoquan/basket'
import { amountsOf, type PricedUses, type RedeemedBasket } from './judge-on-order.ts'

/** What a till took off a line for a coupon. */
export type TillShare = Readonly<{ lineNo: number; couponCode: string; fen: number }>

type Combination = NonNullable<PricedUses['combination']>

/** A till's own split does not sum up. */
export type SplitMismatch = Readonly<{
  kind: 'split-mismatch'
  /** The coupon whose shares sum to another amount; undefined if a line costs less than nothing. */
  couponCode: string | undefined
  lineNo: number | undefined
  /** What the coupons take, by the rules. */
  ours: Combination
}>

type SplitCall = Readonly<{ basket: RedeemedBasket; split?: readonly TillShare[] | undefined }>

/**
 * Takes the till's own split in place of the computed one. Its shares must sum to what each coupon takes by the rules, and no line may cost
 * the member less than nothing.
 */
export function takeTillSplit(priced: PricedUses, { basket, split }: SplitCall): PricedUses | SplitMismatch {
  const { combination } = priced
  if (split === undefined || combination === undefined || basket.amounts.kind !== 'lines') return priced
  const codes = new Set([...combination.codes, ...split.map(({ couponCode }) => couponCode)])
  const mismatch = { kind: 'split-mismatch', ours: combination } as const
  for (const couponCode of codes) {
    const sentFen = sumOf(split.filter((share) => share.couponCode === couponCode))
    if (sentFen !== (priced.amounts.get(couponCode)?.offFen ?? 0)) return { ...mismatch, couponCode, lineNo: undefined }
  }
  const insuredFen = new Map(basket.amounts.lines.map((line) => [line.lineNo, line.insuredFen ?? 0]))
  const lines = combination.lines.map((line) => {
    const byCoupon = sharesOf(split, line.lineNo)
    return { ...line, byCoupon, paidFen: line.paidFen + sumOf(line.byCoupon) - sumOf(byCoupon) }
  })
  const negative = lines.find(({ lineNo, paidFen }) => paidFen < (insuredFen.get(lineNo) ?? 0))
  if (negative !== undefined) return { ...mismatch, couponCode: undefined, lineNo: negative.lineNo }
  const own = { ...combination, lines }
  const amounts = new Map([...priced.amounts.keys()].map((code) => [code, amountsOf(code, own)]))
  return { ...priced, combination: own, amounts }
}

function sharesOf(split: readonly TillShare[], lineNo: number): readonly CouponShare[] {
  return split
    .filter((share) => share.lineNo === lineNo && share.fen > 0)
    .map(({ couponCode, fen }) => ({ code: couponCode, fen }))
}

function sumOf(shares: readonly Readonly<{ fen: number }>[]): number {
  return shares.reduce((sum, { fen }) => sum + fen, 0)
}
