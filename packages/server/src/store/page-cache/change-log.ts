/** What changed in a seller: a coupon, by its number, or a list, by its tag. */
export type ChangeTag = number | string

/** Which coupons and lists of a seller changed lately, and when, on a clock that counts changes. */
export class ChangeLog {
  #nowTick = 0
  /** Of everything, whatever is remembered of single changes. */
  #allChangedTick = 0
  readonly #changedTicks = new Map<ChangeTag, number>()

  get nowTick(): number {
    return this.#nowTick
  }

  note(tags: readonly ChangeTag[]): void {
    if (this.#changedTicks.size + tags.length > maxTags) this.noteAll()
    else {
      this.#nowTick += 1
      for (const tag of tags) this.#changedTicks.set(tag, this.#nowTick)
    }
  }

  /** Anything may have changed. */
  noteAll(): void {
    this.#nowTick += 1
    this.#allChangedTick = this.#nowTick
    this.#changedTicks.clear()
  }

  /** Whether nothing of it changed after a tick. */
  isSameSince(tick: number, tags: readonly ChangeTag[]): boolean {
    if (this.#allChangedTick > tick) return false
    return tags.every((tag) => (this.#changedTicks.get(tag) ?? 0) <= tick)
  }
}

/** Changes of a seller that are remembered one by one. */
const maxTags = 1_000
