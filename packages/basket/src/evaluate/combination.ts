import type { Found } from '../best/best-combination.ts'
import type { Take } from '../coupons/apply-coupons.ts'
import type { PreparedBasket } from '../lines/prepare-basket.ts'
import type { Combination, LineShare } from '../model/answer.ts'

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
  const sharesOf = new Map(takes.map((take) => [take.candidate.coupon.code, fenByLine(take, lines)]))
  const offFen = takes.reduce((sum, { fen }) => sum + fen, 0)
  const shares = basket.lines.map(({ lineNo, amountFen }) => {
    const byCoupon = [...sharesOf].flatMap(([code, byLine]) => {
      const fen = byLine.get(lineNo) ?? 0
      return fen === 0 ? [] : [{ code, fen }]
    })
    return { lineNo, byCoupon, paidFen: byCoupon.reduce((left, { fen }) => left - fen, amountFen) }
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
export function lineShares(take: Take, lines: PreparedBasket['lines']): readonly LineShare[] {
  return [...fenByLine(take, lines)].map(([lineNo, fen]) => ({ lineNo, fen }))
}

function fenByLine({ candidate, shares }: Take, lines: PreparedBasket['lines']): ReadonlyMap<number, number> {
  return new Map(
    candidate.positions.flatMap((position, at) => {
      const [lineNo, fen] = [lines[position]?.line.lineNo, shares[at] ?? 0]
      return lineNo === undefined || fen === 0 ? [] : [[lineNo, fen] as const]
    }),
  )
}
