import { applyJudged, sumOfTakes } from '../coupons/apply-coupons.ts'
import { partOfUnits } from '../lines/part-of-units.ts'
import { type PreparedBasket, prepareBasket } from '../lines/prepare-basket.ts'
import type { BasketLine } from '../model/basket.ts'
import type { Sale, SoldLine } from '../model/sale.ts'

/** A sale of the first units of each line only. */
export type Rest = Readonly<{
  prepared: PreparedBasket
  /** What the member pays for it with the same coupons. */
  selfPaidFen: number
  /** What each coupon takes of it, by code. */
  offByCoupon: ReadonlyMap<string, number>
}>

/**
 * Prices what stays with the same coupons: those whose threshold it does not reach take nothing.
 * @param milliByLine units that stay, by line number
 */
export function priceOfRest({ lines, coupons, policy }: Sale, milliByLine: ReadonlyMap<number, number>): Rest {
  const rest = lines.map((line) => partOfLine(line, milliByLine.get(line.lineNo) ?? 0))
  const prepared = prepareBasket({ atMs: 0, lines: rest }, policy)
  const takes = applyJudged(coupons, prepared)
  const selfPaidFen = rest.reduce((sum, { amountFen, insuredFen = 0 }) => sum + amountFen - insuredFen, 0)
  return {
    prepared,
    selfPaidFen: selfPaidFen - sumOfTakes(takes),
    offByCoupon: new Map(takes.map(({ candidate, fen }) => [candidate.coupon.code, fen])),
  }
}

function partOfLine(line: SoldLine, milli: number): BasketLine {
  const partOf = (fen: number): number => partOfUnits(fen, milli, line.quantityMilli)
  return { ...line, amountFen: partOf(line.amountFen), insuredFen: partOf(line.insuredFen ?? 0) }
}
