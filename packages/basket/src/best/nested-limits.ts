/** A limit of a search; `id` is 0 or more and less than the number of limits. */
export type SlotLimit = Readonly<{ id: number; most: number }>

/**
 * Whether the limits form a matroid, on which the greedy choice is the best one: coupons of one limit allow the same
 * number, and of two limits that share a coupon one contains the other.
 */
export function haveNestedLimits(slots: readonly Readonly<{ limits: readonly SlotLimit[] }>[]): boolean {
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
