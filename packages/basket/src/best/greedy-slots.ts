import { admits, type ChosenSlots, choose } from './chosen-slots.ts'
import { compareEnds } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/**
 * Adds the coupon with the largest face that the limits admit until the order is full. If `hasNestedLimits`, no other
 * choice has a larger sum of faces, and none with that sum has earlier ends or, with these, smaller codes.
 * @param chosen stays as it is
 */
export function greedySlots({ slots, rules }: SearchField, chosen: ChosenSlots): readonly Slot[] {
  const undo: (() => void)[] = []
  const byFace = [...slots.entries()].sort(([, left], [, right]) => compareFaces(left, right))
  for (const [position, slot] of byFace) {
    const isFull = chosen.slots.length >= rules.maxPerOrder
    if (isFull || chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    undo.push(choose(chosen, slot, position))
  }
  const greedy = [...chosen.slots]
  for (const step of undo.toReversed()) step()
  return greedy
}

function compareFaces({ candidate: left }: Slot, { candidate: right }: Slot): number {
  return right.faceFen - left.faceFen || compareEnds(left, right)
}

/**
 * Whether the limits form a matroid, on which the greedy choice is the best one: coupons of one limit allow the same
 * number, and of two limits that share a coupon one contains the other.
 */
export function hasNestedLimits({ slots }: SearchField): boolean {
  const sizes = new Map<number, number>()
  const shared = new Map<string, Readonly<{ left: number; right: number; size: number }>>()
  const mosts = new Map<number, number>()
  for (const { id, most } of slots.flatMap(({ limits }) => limits)) {
    if ((mosts.get(id) ?? most) !== most) return false
    mosts.set(id, most)
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
  }
  for (const { limits } of slots) {
    for (const { id: left } of limits) {
      for (const { id: right } of limits) {
        if (left >= right) continue
        const key = `${left} ${right}`
        shared.set(key, { left, right, size: (shared.get(key)?.size ?? 0) + 1 })
      }
    }
  }
  return [...shared.values()].every(
    ({ left, right, size }) => size === Math.min(sizes.get(left) ?? 0, sizes.get(right) ?? 0),
  )
}
