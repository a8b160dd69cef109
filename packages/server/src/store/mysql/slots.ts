/** Lets so many works run at once; the others wait in order. */
export class Slots {
  readonly #count: number
  #running = 0
  readonly #waiting: (() => void)[] = []
  #onIdle: (() => void) | undefined
  #isClosed = false

  constructor(count: number) {
    this.#count = count
  }

  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('the store is closed')
    if (this.#running < this.#count) this.#running += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      this.#passOn()
    }
  }

  /** Lets what runs and waits end; later works are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#running === 0) return
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve
    })
  }

  #passOn(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next()
      return
    }
    this.#running -= 1
    if (this.#running === 0) this.#onIdle?.()
  }
}
