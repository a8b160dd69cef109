/** Lets so many works run at once; the others wait in order. */
export class Slots {
  readonly #count: number
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#count = count
    this.#free = count
  }

  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }

  /** Resolves when what runs and waits has ended; whoever comes later waits for ever. */
  async drain(): Promise<void> {
    const never = new Promise<void>(() => undefined)
    const taken = Array.from({ length: this.#count }, () => {
      return new Promise<void>((resolve) => {
        void this.use(() => {
          resolve()
          return never
        })
      })
    })
    await Promise.all(taken)
  }
}
