import { FairQueue, type LongWorks } from '#turns/task-queues'

/**
 * Creates a wait for the end of the current turn of the event loop, when whatever has arrived by now was read. All calls
 * that wait in one turn continue together. Measured with 32 callers, a call then takes half the processor time: the same
 * code runs for one call after the other while it is in the caches, and callers are woken together. A single caller
 * waits for nothing.
 */
export function createEndOfTurn(): () => Promise<void> {
  let end: Promise<void> | undefined
  return () => {
    end ??= new Promise((resolve) => {
      setImmediate(() => {
        end = undefined
        resolve()
      })
    })
    return end
  }
}

/** Resolves when a call of so many bytes, at least 1, may begin on its account. */
export type HeavyTurn = (account: string, bytes: number) => Promise<void>

/** Starts calls whose bodies keep the event loop busy for milliseconds one at a time, with fair shares of bytes for accounts. */
export function createHeavyCallQueue(works: LongWorks): HeavyTurn {
  const waiting = new FairQueue<Readonly<{ bytes: number; begin: () => void }>>()
  let isServing = false
  const serve = async () => {
    isServing = true
    while (waiting.size > 0) {
      await works.turn()
      const next = waiting.shift()
      next?.charge(next.item.bytes)
      next?.item.begin()
    }
    isServing = false
  }
  return (account, bytes) =>
    new Promise((begin) => {
      waiting.push(account, { bytes, begin })
      if (!isServing) void serve()
    })
}

/**
 * Limits how many batches are answered at the same time: each holds the answers of up to 50 calls, some 40 MB, before its
 * first byte is written. The others wait in order of arrival; one client never takes all slots.
 */
export class BatchSlots {
  readonly #max: Readonly<{ all: number; ofClient: number }>
  readonly #ofClient = new Map<object, number>()
  readonly #waiting: { client: object; begin: () => void }[] = []
  #inWork = 0

  constructor(max: Readonly<{ all: number; ofClient: number }>) {
    this.#max = max
  }

  /** Does the work when a slot is free, which then counts for the client. */
  async run<T>(client: object, work: () => Promise<T>): Promise<T> {
    if (this.#isFree(client)) this.#occupy(client)
    else await new Promise<void>((begin) => this.#waiting.push({ client, begin }))
    try {
      return await work()
    } finally {
      this.#release(client)
    }
  }

  #isFree(client: object): boolean {
    return this.#inWork < this.#max.all && (this.#ofClient.get(client) ?? 0) < this.#max.ofClient
  }

  #occupy(client: object): void {
    this.#inWork += 1
    this.#ofClient.set(client, (this.#ofClient.get(client) ?? 0) + 1)
  }

  #release(client: object): void {
    this.#inWork -= 1
    const left = (this.#ofClient.get(client) ?? 1) - 1
    if (left === 0) this.#ofClient.delete(client)
    else this.#ofClient.set(client, left)
    const next = this.#waiting.findIndex((waiting) => this.#isFree(waiting.client))
    const [waiting] = next < 0 ? [] : this.#waiting.splice(next, 1)
    if (waiting === undefined) return
    this.#occupy(waiting.client)
    waiting.begin()
  }
}
