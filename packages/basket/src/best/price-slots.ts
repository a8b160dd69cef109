import type { Candidate } from '../coupons/candidate.ts'
import { type Ranking, rankingOf } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'
import { takenFen } from './taken-fen.ts'

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
