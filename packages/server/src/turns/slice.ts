import type { LongWorks } from './long-works.ts'

/** Longest time, in milliseconds, that a long work keeps the event loop at a time. */
const sliceMs = 4

/** The time since a long work last gave up the event loop. */
export class Slice {
  readonly #works: LongWorks
  #startedMs = performance.now()

  constructor(works: LongWorks) {
    this.#works = works
  }

  get isUsedUp(): boolean {
    return performance.now() - this.#startedMs >= sliceMs
  }

  /** Lets other events and other long works have their time. */
  async rest(): Promise<void> {
    await this.#works.turn()
    this.#startedMs = performance.now()
  }
}
