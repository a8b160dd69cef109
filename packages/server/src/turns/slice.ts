import type { LongWorks } from './long-works.ts'

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
