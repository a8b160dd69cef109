type Account<Item> = { readonly waiting: Item[]; used: number }

/** An item whose turn it is. `charge` adds its cost to its account. */
export type Taken<Item> = Readonly<{ item: Item; charge: (cost: number) => void }>

/**
 * Items of several accounts, served one at a time: next is the oldest item of the account that used the least so far. An
 * account with many or costly items delays its own items only. An account that had no items starts with what the account
 * served last had used, so it cannot save up.
 */
export class FairQueue<Item> {
  /** Accounts with waiting items, and those that used more than the account served last. */
  readonly #accounts = new Map<string, Account<Item>>()
  /** What the account served last had used. */
  #served = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(name: string, item: Item): void {
    const account = this.#accounts.get(name) ?? { waiting: [], used: 0 }
    if (account.waiting.length === 0) account.used = Math.max(account.used, this.#served)
    account.waiting.push(item)
    this.#accounts.set(name, account)
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

  #next(): Account<Item> | undefined {
    let next: Account<Item> | undefined
    for (const [name, account] of this.#accounts) {
      if (account.waiting.length > 0) {
        if (next === undefined || account.used < next.used) next = account
      } else if (this.#size === 0 || account.used <= this.#served) this.#accounts.delete(name)
    }
    return next
  }
}
