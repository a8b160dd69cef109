/** A shuffle that its seed decides (linear congruential, Fisher and Yates). */
export function shuffle<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const shuffled = [...items]
  let state = seed
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    state = (state * 48_271) % 2_147_483_647
    const place = state % (last + 1)
    const [one, other] = [shuffled[last], shuffled[place]]
    if (one !== undefined && other !== undefined) [shuffled[last], shuffled[place]] = [other, one]
  }
  return shuffled
}
