import { OperatorError } from '../../config/operator-error.ts'

/** Lets so many works run at once; the others wait in order, and not for ever. */
export class Slots {
  readonly #count: number
  readonly #patienceMs: number
  #running = 0
  readonly #waiting = new Set<() => void>()
  #onIdle: (() => void) | undefined
  #isClosed = false

  /** @param options.patienceMs how long a work waits for its turn at most */
  constructor(count: number, { patienceMs }: Readonly<{ patienceMs: number }>) {
    this.#count = count
    this.#patienceMs = patienceMs
  }

  /** @throws OperatorError when the works before it took too long; nothing was done then */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('the store is closed')
    if (this.#running < this.#count) this.#running += 1
    else await this.#turn()
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

  #turn(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(begin)
        reject(new OperatorError('数据库过于繁忙 (the database is too busy: no connection came free in time)'))
      }, this.#patienceMs)
      this.#waiting.add(begin)
    })
  }

  #passOn(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next)
      next()
      return
    }
    this.#running -= 1
    if (this.#running === 0) this.#onIdle?.()
  }
}
