import { applyCoupons, sumOfTakes } from '../coupons/apply-coupons.ts'
import { candidateOf, compareApplication, isGift } from '../coupons/candidate.ts'
import { partOfUnits } from '../lines/part-of-units.ts'
import { type PreparedBasket, prepareBasket } from '../lines/prepare-basket.ts'
import type { BasketLine } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { Sale, SoldCoupon, SoldLine } from '../model/sale.ts'

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
  const candidates = coupons.map((coupon) => candidateOf(basketCoupon(coupon), prepared))
  const ordered = candidates.filter((candidate) => !isGift(candidate)).sort(compareApplication)
  const takes = applyCoupons(ordered, prepared.amounts, policy)
  const selfPaidFen = rest.reduce((sum, { amountFen, insuredFen = 0 }) => sum + amountFen - insuredFen, 0)
  return {
    prepared,
    selfPaidFen: selfPaidFen - sumOfTakes(takes),
    offByCoupon: new Map(takes.map(({ candidate, fen }) => [candidate.coupon.code, fen])),
  }
}

/** Dates, shops and members were judged when it was redeemed. */
export function basketCoupon(coupon: SoldCoupon): BasketCoupon {
  return { ...coupon, state: { kind: 'unused' } }
}

function partOfLine(line: SoldLine, milli: number): BasketLine {
  const partOf = (fen: number): number => partOfUnits(fen, milli, line.quantityMilli)
  return { ...line, amountFen: partOf(line.amountFen), insuredFen: partOf(line.insuredFen ?? 0) }
}
