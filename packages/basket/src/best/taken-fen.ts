import { fenToTake, takeFrom } from '../coupons/apply-coupons.ts'
import type { SearchField, Slot } from './search-field.ts'

/**
 * What coupons take one after the other, as `applyCoupons` finds it. Amounts are split over lines only where a coupon may
 * not find all of its face: its lines give at least what they can, less all that was taken before.
 * @param ordered in the order of application
 */
export function takenFen({ amounts, rules, scopesFen }: SearchField, ordered: readonly Slot[]): readonly number[] {
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
