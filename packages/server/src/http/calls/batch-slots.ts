/**
 * Lets few batches be answered at the same time: each gathers the answers of up to 50 calls, some 40 MB, before the first
 * byte of it is written. Others wait in the order they came, and one client leaves slots to others.
 */
export class BatchSlots {
  readonly #max: Readonly<{ all: number; ofClient: number }>
  readonly #ofClient = new Map<object, number>()
  readonly #waiting: { client: object; begin: () => void }[] = []
  #inWork = 0

  /** @param max batches in work, of all clients and of one */
  constructor(max: Readonly<{ all: number; ofClient: number }>) {
    this.#max = max
  }

  /**
   * Does the work when there is a slot for it.
   * @param client what the caller's address is known by
   * @throws what the work throws
   */
  async run<T>(client: object, work: () => Promise<T>): Promise<T> {
    if (this.#hasRoom(client)) this.#take(client)
    else await new Promise<void>((begin) => this.#waiting.push({ client, begin }))
    try {
      return await work()
    } finally {
      this.#release(client)
    }
  }

  #hasRoom(client: object): boolean {
    return this.#inWork < this.#max.all && (this.#ofClient.get(client) ?? 0) < this.#max.ofClient
  }

  #take(client: object): void {
    this.#inWork += 1
    this.#ofClient.set(client, (this.#ofClient.get(client) ?? 0) + 1)
  }

  #release(client: object): void {
    this.#inWork -= 1
    const left = (this.#ofClient.get(client) ?? 1) - 1
    if (left === 0) this.#ofClient.delete(client)
    else this.#ofClient.set(client, left)
    const next = this.#waiting.findIndex((waiting) => this.#hasRoom(waiting.client))
    const [waiting] = next < 0 ? [] : this.#waiting.splice(next, 1)
    if (waiting === undefined) return
    this.#take(waiting.client)
    waiting.begin()
  }
}
