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
