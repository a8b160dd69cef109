import { setImmediate as nextTurn } from 'node:timers/promises'

/** A turn of the event loop that took less than this, in milliseconds, found nothing to do. */
const idleTurnMs = 0.05
/** How long other events delay the next long task at most, in turns of the event loop and in milliseconds. */
const maxPause = { turns: 8, ms: 25 }

/**
 * The long tasks of a process: one runs at a time, in order of request. Between two of them other events are handled until
 * a turn of the event loop finds nothing to do. A single turn would not be enough: it accepts one new connection only, and
 * a call needs several turns from there to its answer.
 */
export class LongWorks {
  readonly #waiting: (() => void)[] = []
  #isServing = false

  /** Resolves when a task may keep the event loop for some milliseconds; for more it calls again. */
  turn(): Promise<void> {
    return new Promise((begin) => {
      this.#waiting.push(begin)
      if (!this.#isServing) void this.#serve()
    })
  }

  async #serve(): Promise<void> {
    this.#isServing = true
    while (this.#waiting.length > 0) {
      await otherEvents()
      this.#waiting.shift()?.()
    }
    this.#isServing = false
  }
}

async function otherEvents(): Promise<void> {
  const endMs = performance.now() + maxPause.ms
  for (let turn = 0; turn < maxPause.turns; turn += 1) {
    const startedMs = performance.now()
    await nextTurn()
    const nowMs = performance.now()
    if (nowMs - startedMs < idleTurnMs || nowMs >= endMs) return
  }
}

/** Longest time in milliseconds that a long task keeps the event loop without a pause. */
const sliceMs = 4

/** The time since a long task last yielded the event loop. */
export class Slice {
  readonly #works: LongWorks
  #startedMs = performance.now()

  constructor(works: LongWorks) {
    this.#works = works
  }

  get isUsedUp(): boolean {
    return performance.now() - this.#startedMs >= sliceMs
  }

  /** Yields to other events and other long tasks. */
  async rest(): Promise<void> {
    await this.#works.turn()
    this.#startedMs = performance.now()
  }
}

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
