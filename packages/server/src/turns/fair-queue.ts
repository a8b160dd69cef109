type Party<Item> = { readonly waiting: Item[]; used: number }

/** An item whose turn it is, and where its cost is charged. */
export type Taken<Item> = Readonly<{ item: Item; charge: (cost: number) => void }>

/**
 * Items of several parties, served one at a time: next is the oldest item of the party that used the least so
 * far. So a party with costly items, or with many, holds up its own items only. A party that was away begins with what
 * the party served last had used: it cannot save up.
 */
export class FairQueue<Item> {
  /** Those with waiting items, and those that used more than the party served last. */
  readonly #parties = new Map<string, Party<Item>>()
  /** What the party served last had used. */
  #served = 0
  #size = 0

  /** Waiting items. */
  get size(): number {
    return this.#size
  }

  push(name: string, item: Item): void {
    const party = this.#parties.get(name) ?? { waiting: [], used: 0 }
    if (party.waiting.length === 0) party.used = Math.max(party.used, this.#served)
    party.waiting.push(item)
    this.#parties.set(name, party)
    this.#size += 1
  }

  /** Takes the next item. The one before must have been charged. */
  shift(): Taken<Item> | undefined {
    const next = this.#next()
    const item = next?.waiting.shift()
    if (next === undefined || item === undefined) return undefined
    this.#size -= 1
    this.#served = next.used
    return {
      item,
      charge: (cost) => {
        next.used += cost
      },
    }
  }

  #next(): Party<Item> | undefined {
    let next: Party<Item> | undefined
    for (const [name, party] of this.#parties) {
      if (party.waiting.length > 0) {
        if (next === undefined || party.used < next.used) next = party
      } else if (this.#size === 0 || party.used <= this.#served) this.#parties.delete(name)
    }
    return next
  }
}
