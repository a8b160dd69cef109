/** Finds rows that name the same thing, directly or through other rows. */
export class RowGroups {
  /** The first row that named something. */
  readonly #first = new Map<string, number>()
  /** Union-find parents: a row that must be imported together with this one, or the row itself. */
  readonly #parents = new Map<number, number>()

  /** @param keys what the row names */
  add(place: number, keys: readonly string[]): void {
    for (const key of keys) {
      const first = this.#first.get(key)
      if (first === undefined) this.#first.set(key, place)
      else if (first !== place) this.#parents.set(this.#rootOf(place), this.#rootOf(first))
    }
  }

  /** @returns the groups of two or more rows, each by place */
  groups(): readonly (readonly number[])[] {
    const groups = new Map<number, number[]>()
    const joined = new Set([...this.#parents].flat())
    for (const place of [...joined].toSorted((left, right) => left - right)) {
      const root = this.#rootOf(place)
      const group = groups.get(root)
      if (group === undefined) groups.set(root, [place])
      else group.push(place)
    }
    return [...groups.values()].filter(({ length }) => length > 1)
  }

  #rootOf(place: number): number {
    let root = place
    for (;;) {
      const parent = this.#parents.get(root)
      if (parent === undefined || parent === root) break
      root = parent
    }
    // Shortens the way for the next time.
    for (let at = place; at !== root; ) {
      const parent = this.#parents.get(at) ?? root
      this.#parents.set(at, root)
      at = parent
    }
    return root
  }
}
