import { applyJudged, partOfUnits, sumOfTakes } from '../coupons/apply-coupons.ts'
import { type PreparedBasket, prepareBasket } from '../coupons/prepare-basket.ts'
import type { BasketLine } from '../model/basket.ts'
import { checkWhole, type Fault, maxCount } from '../model/checks.ts'
import type { ReturnRequest, Sale, SoldLine } from '../model/sale.ts'

/** A sold line, and how many of its units stay before and after a return. */
export type ReturnedLine = Readonly<{ line: SoldLine; beforeMilli: number; afterMilli: number }>

type ReturnedUnits =
  /** Every line of the sale. */
  Readonly<{ kind: 'lines'; lines: readonly ReturnedLine[] }> | Readonly<{ kind: 'refused'; fault: Fault }>

/** Reads which units come back. Refused: lines that the sale lacks or that are named twice, and more units than are left. */
export function returnedUnits({ lines: sold }: Sale, { lines }: ReturnRequest): ReturnedUnits {
  const leftOf = (line: SoldLine): number => line.quantityMilli - line.returnedMilli
  const left = new Map(sold.map((line) => [line.lineNo, leftOf(line)]))
  const requested = new Map<number, number>()
  for (const [index, { lineNo, quantityMilli }] of (lines ?? []).entries()) {
    const fault = checkUnits(`lines[${index}]`, { lineNo, quantityMilli, leftMilli: left.get(lineNo) })
    if (fault !== undefined) return { kind: 'refused', fault }
    if (requested.has(lineNo)) {
      return { kind: 'refused', fault: { field: `lines[${index}].lineNo`, value: lineNo, rule: { kind: 'unique' } } }
    }
    requested.set(lineNo, quantityMilli)
  }
  const afterOf = (line: SoldLine): number =>
    lines === undefined ? 0 : leftOf(line) - (requested.get(line.lineNo) ?? 0)
  return {
    kind: 'lines',
    lines: sold.map((line) => ({ line, beforeMilli: leftOf(line), afterMilli: afterOf(line) })),
  }
}

function checkUnits(
  path: string,
  units: Readonly<{ lineNo: number; quantityMilli: number; leftMilli: number | undefined }>,
): Fault | undefined {
  const { lineNo, quantityMilli, leftMilli } = units
  if (leftMilli === undefined) return { field: `${path}.lineNo`, value: lineNo, rule: { kind: 'known-line' } }
  const field = `${path}.quantityMilli`
  const fault = checkWhole(field, quantityMilli, [1, maxCount])
  if (fault !== undefined || quantityMilli <= leftMilli) return fault
  return { field, value: quantityMilli, rule: { kind: 'at-most', other: 'leftMilli', otherValue: leftMilli } }
}

/** What the returned units of a line carry of an amount of the whole line. */
export function partOfReturned({ line, beforeMilli, afterMilli }: ReturnedLine, fen: number): number {
  return partOfUnits(fen, beforeMilli, line.quantityMilli) - partOfUnits(fen, afterMilli, line.quantityMilli)
}

/** What all units that came back so far carry, those of this return as well. */
export function partOfAllReturned({ line, afterMilli }: ReturnedLine, fen: number): number {
  return fen - partOfUnits(fen, afterMilli, line.quantityMilli)
}

/** What the member paid for a line: without the part of insurance, and without what coupons took. */
export function selfPaidFen(line: SoldLine): number {
  return line.byCoupon.reduce((left, { fen }) => left - fen, listSelfPaidFen(line))
}

/** What the member would have paid without coupons. */
export function listSelfPaidFen({ amountFen, insuredFen = 0 }: SoldLine): number {
  return amountFen - insuredFen
}

/** What a coupon took of a line. */
export function shareOf({ byCoupon }: SoldLine, code: string): number {
  return byCoupon.reduce((sum, share) => (share.code === code ? sum + share.fen : sum), 0)
}

/** What the member paid for all lines. */
export function paidFen({ lines }: Sale): number {
  return lines.reduce((sum, line) => sum + selfPaidFen(line), 0)
}

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
