/** Whole numbers that look random and are the same at every start (mulberry32). */
export class SeededNumbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** @returns 0 to one less than `below` */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  /** Whether something happens that does so `times` times in 1,000. */
  happens(times: number): boolean {
    return this.below(1_000) < times
  }

  /** @param items at least one */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('pick from an empty list')
    return item
  }
}
