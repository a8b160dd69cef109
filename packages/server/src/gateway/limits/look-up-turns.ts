/** Look-ups of one phone in one place, which go on together. */
type Group = { phones: string; open: number; after: Promise<void> | undefined; ended: Promise<void>; end: () => void }

/** Orders look-ups that try different phones in one place; those of other places or of the same phone do not wait. */
export class LookUpTurns {
  /** The group of each place that began last, while it is open. */
  readonly #last = new Map<string, Group>()

  /**
   * Waits until earlier look-ups of other phones have ended in all places. Earlier ones never wait for later ones, so none waits for ever.
   * @returns ends the look-up; call it once
   */
  async enter(places: ReadonlySet<string>, phones: string): Promise<() => void> {
    const entered = Array.from(places, (place) => [place, this.#join(place, phones)] as const)
    for (const [, { after }] of entered) if (after !== undefined) await after
    return () => {
      for (const [place, group] of entered) this.#leave(place, group)
    }
  }

  #join(place: string, phones: string): Group {
    const last = this.#last.get(place)
    if (last?.phones === phones) {
      last.open += 1
      return last
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const group = { phones, open: 1, after: last?.ended, ended: promise, end: resolve }
    this.#last.set(place, group)
    return group
  }

  #leave(place: string, group: Group): void {
    group.open -= 1
    if (group.open > 0) return
    if (this.#last.get(place) === group) this.#last.delete(place)
    group.end()
  }
}
