import type { Found } from '../best/best-combination.ts'
import { compareEnds } from '../best/ranking.ts'
import type { Take } from '../coupons/apply-coupons.ts'
import type { Candidate } from '../coupons/candidate.ts'
import type { PreparedBasket } from '../coupons/prepare-basket.ts'
import type { Combination, CouponShare, Gift, LineShare } from '../model/answer.ts'
import { conflictsWith } from './earlier-coupons.ts'

/** A found combination as the caller reads it, with its split over the lines of the basket. */
export function combinationOf(
  { exact, bestPossibleFen }: Found,
  takes: readonly Take[],
  prepared: PreparedBasket,
): Combination {
  return { ...splitOf(takes, prepared), exact, bestPossibleFen }
}

/** What coupons take, by line. */
export function splitOf(
  takes: readonly Take[],
  { basket, lines }: PreparedBasket,
): Omit<Combination, 'exact' | 'bestPossibleFen'> {
  const sharesOf = takes.map((take) => {
    const byLine = new Map(lineShares(take, lines).map(({ lineNo, fen }) => [lineNo, fen]))
    return [take.candidate.coupon.code, byLine] as const
  })
  const offFen = takes.reduce((sum, { fen }) => sum + fen, 0)
  const shares = basket.lines.map(({ lineNo, amountFen }) => {
    const byCoupon: CouponShare[] = []
    let paidFen = amountFen
    for (const [code, byLine] of sharesOf) {
      const fen = byLine.get(lineNo)
      if (fen === undefined) continue
      byCoupon.push({ code, fen })
      paidFen -= fen
    }
    return { lineNo, byCoupon, paidFen }
  })
  return {
    codes: takes.map(({ candidate }) => candidate.coupon.code),
    offFen,
    payFen: basket.lines.reduce((sum, { amountFen }) => sum + amountFen, 0) - offFen,
    lines: shares,
    wasteFen: takes.reduce((sum, { candidate, fen }) => sum + candidate.faceFen - fen, 0),
  }
}

/** Parts of what a coupon takes, without zeros, in the order of the lines' numbers. */
export function lineShares({ candidate, shares }: Take, lines: PreparedBasket['lines']): readonly LineShare[] {
  const parts: LineShare[] = []
  const { positions } = candidate
  for (let at = 0; at < positions.length; at++) {
    const lineNo = lines[positions[at] ?? -1]?.line.lineNo
    const fen = shares[at] ?? 0
    if (lineNo !== undefined && fen !== 0) parts.push({ lineNo, fen })
  }
  return parts
}

/**
 * The gifts that go with a combination. A gift takes no place, but groups, limits by template and exclusive coupons bind it like others.
 * @param gifts usable
 */
export function chooseGifts(gifts: readonly Candidate[], best: readonly Candidate[]): readonly Candidate[] {
  const chosen: Candidate[] = []
  for (const gift of gifts.toSorted(compareGifts)) {
    if (conflictsWith(gift, [...best, ...chosen]).length === 0) chosen.push(gift)
  }
  return chosen
}

/** More valuable ones first. */
function compareGifts(left: Candidate, right: Candidate): number {
  return valueFenOf(right) - valueFenOf(left) || compareEnds(left, right)
}

/** The value of a gift; 0 for other coupons. */
function valueFenOf({ coupon: { offer } }: Candidate): number {
  return offer.kind === 'gift' ? offer.amountFen : 0
}

export function giftOf(candidate: Candidate): Gift {
  return { code: candidate.coupon.code, valueFen: valueFenOf(candidate) }
}
