/** Numbers that a seed decides, so that a run can be repeated. */
export type Random = Readonly<{
  /** A whole number from 0. */
  below(end: number): number
  chance(likelihood: number): boolean
  of<Item>(items: readonly Item[]): Item
}>

/** Mulberry32. @param seed any whole number */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    below,
    chance: (likelihood) => next() < likelihood,
    of(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('nothing to choose from')
      return item
    },
  }
}
