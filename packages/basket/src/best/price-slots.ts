import { fenToTake, takeFrom } from '../coupons/apply-coupons.ts'
import type { Candidate } from '../coupons/candidate.ts'
import { type Ranking, rankingOf } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** Coupons that may be used together, in the order of application. */
export type FoundCoupons = Readonly<{ candidates: readonly Candidate[]; ranking: Ranking }>

/**
 * Prices coupons without those that find nothing to take. Leaving these out changes nothing for the others.
 * @param demand `required` must take something, and all coupons at least `leastFen`
 * @returns undefined if they do not
 */
export function priceSlots(
  field: SearchField,
  slots: readonly Slot[],
  { required, leastFen }: Readonly<{ required: readonly Slot[]; leastFen: number }>,
): FoundCoupons | undefined {
  const ordered = slots.toSorted((left, right) => left.place - right.place)
  const taken = takenFen(field, ordered)
  const offFen = taken.reduce((sum, fen) => sum + fen, 0)
  if (offFen < leastFen) return undefined
  const useful = ordered.filter((_slot, at) => (taken[at] ?? 0) > 0)
  if (useful.length < ordered.length && required.some((slot) => !useful.includes(slot))) return undefined
  const candidates = useful.map(({ candidate }) => candidate)
  return { candidates, ranking: rankingOf(candidates, offFen) }
}

/**
 * What coupons take one after the other, as `applyCoupons` finds it. Amounts are split over lines only where a coupon may
 * not find all of its face: its lines give at least what they can, less all that was taken before.
 * @param ordered in the order of application
 */
function takenFen({ amounts, rules, scopesFen }: SearchField, ordered: readonly Slot[]): readonly number[] {
  const { thresholdBase } = rules
  const taken: number[] = []
  const leftFen = [...amounts.capacityFen]
  let sumFen = 0
  let splitCount = 0
  for (const { candidate, scope } of ordered) {
    let fen = candidate.faceFen
    if (thresholdBase === 'remaining' || (scopesFen[scope] ?? 0) - sumFen < fen) {
      for (; splitCount < taken.length; splitCount++) {
        const earlier = ordered[splitCount]
        if (earlier !== undefined) takeFrom(leftFen, earlier.candidate, taken[splitCount] ?? 0)
      }
      fen = fenToTake(candidate, { amounts, leftFen, thresholdBase })
    }
    taken.push(fen)
    sumFen += fen
  }
  return taken
}
