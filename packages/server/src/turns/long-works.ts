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
