import type { Fault } from '../checks/fault.ts'
import { splitFen } from '../lines/split-fen.ts'
import type { Refund, RefundOfLine, ReturnRequest, Sale, SoldCoupon } from '../model/sale.ts'
import { couponOutcomes } from './coupon-outcomes.ts'
import { keptGifts } from './kept-gifts.ts'
import { priceOfRest, type Rest } from './price-of-rest.ts'
import { listSelfPaidFen, paidFen, partOfAllReturned, partOfReturned, selfPaidFen, shareOf } from './returned-parts.ts'
import { type ReturnedLine, returnedUnits } from './returned-units.ts'

export type ReturnAnswer = Readonly<{ kind: 'refund'; refund: Refund }> | Readonly<{ kind: 'refused'; fault: Fault }>

/**
 * What the return of some units refunds, and what becomes of the coupons. The last units of a line come back first.
 *
 * With coupons that keep their split, units carry what was paid for them: returns in whatever order and portions have
 * one sum. If a coupon says `recompute`, what stays is priced anew with the same coupons, and what was paid beyond that
 * is refunded; since refunds are not negative, sums before the last return depend on the order. When nothing is left,
 * the sum is exactly what was paid, less the value of gifts that are kept.
 */
export function refundReturn(sale: Sale, request: ReturnRequest): ReturnAnswer {
  const units = returnedUnits(sale, request)
  if (units.kind === 'refused') return units
  const giftsBack = new Set([...sale.giftsBack, ...(request.giftsBack ?? [])])
  const rest = priceOfRest(sale, new Map(units.lines.map(({ line, afterMilli }) => [line.lineNo, afterMilli])))
  const isRecomputed = sale.coupons.some(({ offer }) => offer.kind !== 'gift' && offer.returns.split === 'recompute')
  const { earnedFen, weightOf, takenBackFen } = isRecomputed ? recomputed(sale, units.lines, rest) : kept(units.lines)
  const giftsKept = keptGifts(sale, { rest, giftsBack })
  const heldFen = giftsKept.reduce((sum, { valueFen }) => sum + valueFen, 0)
  const refundedFen = Math.max(sale.refundedFen, earnedFen - heldFen)
  const refundFen = refundedFen - sale.refundedFen
  return {
    kind: 'refund',
    refund: {
      refundFen,
      refundedFen,
      giftsKept,
      heldBackFen: Math.max(sale.refundedFen, earnedFen) - refundedFen,
      lines: refundsOfLines(units.lines, { refundFen, weightOf }),
      coupons: couponOutcomes(sale, { lines: units.lines, giftsBack, takenBackFen }),
    },
  }
}

/** How refunds are reckoned, before gifts are held back. */
type Reckoning = Readonly<{
  /** Earned by this return and all before it. */
  earnedFen: number
  /** The proportion in which returned lines share the refund. */
  weightOf: (line: ReturnedLine) => number
  takenBackFen: (coupon: SoldCoupon) => number
}>

function kept(lines: readonly ReturnedLine[]): Reckoning {
  return {
    earnedFen: sumOf(lines, (each) => partOfAllReturned(each, selfPaidFen(each.line))),
    weightOf: (each) => partOfReturned(each, selfPaidFen(each.line)),
    takenBackFen: ({ code }) => sumOf(lines, (each) => partOfReturned(each, shareOf(each.line, code))),
  }
}

function recomputed(sale: Sale, lines: readonly ReturnedLine[], rest: Rest): Reckoning {
  const before = new Map(lines.map(({ line, beforeMilli }) => [line.lineNo, beforeMilli]))
  const isFirst = lines.every(({ line, beforeMilli }) => line.quantityMilli === beforeMilli)
  const offBefore = isFirst ? undefined : priceOfRest(sale, before).offByCoupon
  return {
    earnedFen: paidFen(sale) - rest.selfPaidFen,
    weightOf: (each) => partOfReturned(each, listSelfPaidFen(each.line)),
    takenBackFen: ({ code }) => {
      const beforeFen = offBefore?.get(code) ?? sumOf(lines, ({ line }) => shareOf(line, code))
      return Math.max(0, beforeFen - (rest.offByCoupon.get(code) ?? 0))
    },
  }
}

function refundsOfLines(
  lines: readonly ReturnedLine[],
  { refundFen, weightOf }: Pick<Reckoning, 'weightOf'> & Readonly<{ refundFen: number }>,
): readonly RefundOfLine[] {
  const returned = lines
    .filter(({ beforeMilli, afterMilli }) => beforeMilli > afterMilli)
    .sort((left, right) => left.line.lineNo - right.line.lineNo)
  const weights = returned.map(weightOf)
  const isWeightless = weights.every((weight) => weight === 0)
  const shares = splitFen(refundFen, isWeightless ? weights.map(() => 1) : weights)
  return returned.map(({ line, beforeMilli, afterMilli }, index) => ({
    lineNo: line.lineNo,
    quantityMilli: beforeMilli - afterMilli,
    refundFen: shares[index] ?? 0,
  }))
}

function sumOf(lines: readonly ReturnedLine[], fenOf: (line: ReturnedLine) => number): number {
  return lines.reduce((sum, line) => sum + fenOf(line), 0)
}
