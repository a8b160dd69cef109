import { partOfUnits } from '../lines/part-of-units.ts'
import type { Sale, SoldLine } from '../model/sale.ts'
import type { ReturnedLine } from './returned-units.ts'

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
