import { applyCoupons, sumOfTakes } from '../coupons/apply-coupons.ts'
import type { Candidate } from '../coupons/candidate.ts'
import { type Ranking, rankingOf } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** Coupons that may be used together, in the order of application. */
export type FoundCoupons = Readonly<{ candidates: readonly Candidate[]; ranking: Ranking }>

/**
 * Prices coupons without those that find nothing to take. Leaving these out changes nothing for the others.
 * @param asked `required` must take something, and all together at least `leastFen`
 * @returns undefined if they do not
 */
export function priceSlots(
  { amounts, rules }: SearchField,
  slots: readonly Slot[],
  { required, leastFen }: Readonly<{ required: readonly Slot[]; leastFen: number }>,
): FoundCoupons | undefined {
  const ordered = [...slots].sort((left, right) => left.place - right.place).map(({ candidate }) => candidate)
  const takes = applyCoupons(ordered, amounts, rules)
  const offFen = sumOfTakes(takes)
  if (offFen < leastFen) return undefined
  const candidates = takes.filter(({ fen }) => fen > 0).map(({ candidate }) => candidate)
  if (required.some(({ candidate }) => !candidates.includes(candidate))) return undefined
  return { candidates, ranking: rankingOf(candidates, offFen) }
}
