import { splitFen } from '../coupons/apply-coupons.ts'
import { isGift, judgedCandidate } from '../coupons/candidate.ts'
import type { Gift } from '../model/answer.ts'
import type { Fault } from '../model/checks.ts'
import type {
  CouponOutcome,
  Refund,
  RefundOfCoupon,
  RefundOfLine,
  ReturnRequest,
  Sale,
  SoldCoupon,
} from '../model/sale.ts'
import {
  listSelfPaidFen,
  paidFen,
  partOfAllReturned,
  partOfReturned,
  priceOfRest,
  type Rest,
  type ReturnedLine,
  returnedUnits,
  selfPaidFen,
  shareOf,
} from './returned-units.ts'

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

type OutcomeFacts = Readonly<{
  lines: readonly ReturnedLine[]
  giftsBack: ReadonlySet<string>
  takenBackFen: (coupon: SoldCoupon) => number
}>

/**
 * Outcomes of coupons: a customer who keeps goods that a coupon reduced does not get the coupon back.
 * @returns those that a return changes
 */
function couponOutcomes(sale: Sale, facts: OutcomeFacts): readonly RefundOfCoupon[] {
  return sale.coupons.flatMap((coupon) => {
    const { code } = coupon
    const takenBackFen = isGift({ coupon }) ? 0 : facts.takenBackFen(coupon)
    const isFree = isGift({ coupon }) ? facts.giftsBack.has(code) : isNothingLeft(coupon, facts.lines, 'afterMilli')
    const wasFree = isGift({ coupon })
      ? sale.giftsBack.includes(code)
      : isNothingLeft(coupon, facts.lines, 'beforeMilli')
    if (takenBackFen === 0 && isFree === wasFree) return []
    return [{ code, takenBackFen, outcome: isFree ? freeOutcome(coupon) : 'used' }]
  })
}

function isNothingLeft(
  { code }: SoldCoupon,
  lines: readonly ReturnedLine[],
  moment: 'beforeMilli' | 'afterMilli',
): boolean {
  return lines.every((each) => shareOf(each.line, code) === 0 || each[moment] === 0)
}

function freeOutcome({ offer }: SoldCoupon): CouponOutcome {
  return offer.returns.coupon === 'same_code' ? 'usable_again' : 'not_usable_again'
}

/** Gifts that what stays does not earn any more and that were not handed in. Their value is held back. */
function keptGifts(
  { coupons }: Sale,
  { rest, giftsBack }: Readonly<{ rest: Rest; giftsBack: ReadonlySet<string> }>,
): readonly Gift[] {
  return coupons.flatMap((coupon) => {
    const { code, offer } = coupon
    if (offer.kind !== 'gift' || giftsBack.has(code) || isEarned(coupon, rest)) return []
    return [{ code, valueFen: offer.amountFen }]
  })
}

/** A gift that keeps its split is earned while anything of its scope stays; others while their threshold is reached. */
function isEarned(coupon: SoldCoupon, { prepared }: Rest): boolean {
  const { baseFen } = judgedCandidate(coupon, prepared)
  return baseFen > 0 && (coupon.offer.returns.split === 'keep' || baseFen >= coupon.offer.thresholdFen)
}
