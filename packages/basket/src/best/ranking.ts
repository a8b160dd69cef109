import { type Candidate, compareBytes } from '../coupons/candidate.ts'

/** What decides between combinations. */
export type Ranking = Readonly<{
  offFen: number
  wasteFen: number
  /** Last usable days, ascending, none last. */
  ends: readonly string[]
  /** Ascending. */
  codes: readonly string[]
}>

/** Sorts after every day. */
const noEnd = '~'

export function rankingOf(candidates: readonly Candidate[], offFen: number): Ranking {
  const faces = candidates.reduce((sum, { faceFen }) => sum + faceFen, 0)
  return {
    offFen,
    wasteFen: faces - offFen,
    ends: candidates.map(endOf).toSorted(compareText),
    codes: candidates.map(({ coupon }) => coupon.code).toSorted(compareBytes),
  }
}

/** Negative if the left combination is better: more off, fewer coupons, less waste, earlier ends, then smaller codes. */
export function compareRankings(left: Ranking, right: Ranking): number {
  return (
    right.offFen - left.offFen ||
    left.codes.length - right.codes.length ||
    left.wasteFen - right.wasteFen ||
    compareLists(left.ends, right.ends, compareText) ||
    compareLists(left.codes, right.codes, compareBytes)
  )
}

/** Orders coupons that do the same: the one that ends first, then the smaller code. */
export function compareEnds(left: Candidate, right: Candidate): number {
  return compareText(endOf(left), endOf(right)) || compareBytes(left.coupon.code, right.coupon.code)
}

/** The last usable day of a coupon; a text after every day if there is none. */
export function endOf({ coupon }: Candidate): string {
  return coupon.endDate ?? noEnd
}

/** Compares lists of one length member by member. */
export function compareLists(
  left: readonly string[],
  right: readonly string[],
  compare: (a: string, b: string) => number,
): number {
  for (const [at, member] of left.entries()) {
    const order = compare(member, right[at] ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Compares days. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
