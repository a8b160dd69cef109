import { FairQueue, type LongWorks } from './task-queues.ts'

/** Longest time in milliseconds that a calculation keeps the event loop. */
const sliceMs = 4
/** Longest time in milliseconds that a calculation waits for its first step. */
const maxWaitMs = 5_000

/** A calculation whose account used more than its share, so that its turn did not come within 5 s. */
export class TurnNeverCame extends Error {
  override readonly name = 'TurnNeverCame'

  constructor() {
    super(`no turn within ${maxWaitMs} ms`)
  }
}

/** A calculation that has begun or waits. */
type Calculation = Readonly<{
  requestedMs: number
  /** Takes steps for the time of a slice. @returns whether it has ended */
  takeSlice(): boolean
  refuse(): void
}>

/**
 * Calculations that may keep the event loop longer than a slice. Each begins immediately and, if a slice is not enough, goes on in
 * slices between other events. Accounts take turns by the time they used; the calculations of one account run one after the other, so
 * those of an account with many wait for each other and delay nobody else.
 */
export class Calculations {
  readonly #works: LongWorks
  readonly #monotonicMs: () => number
  /** The accounts that wait for a turn, and the calculations of each, oldest first. */
  readonly #turns = new FairQueue<string>()
  readonly #waiting = new Map<string, Calculation[]>()
  #isServing = false

  /** @param monotonicMs a clock in milliseconds that never goes back */
  constructor(works: LongWorks, monotonicMs: () => number = () => performance.now()) {
    this.#works = works
    this.#monotonicMs = monotonicMs
  }

  /**
   * Takes the steps of a calculation, with pauses.
   * @param account whose time it takes
   * @throws TurnNeverCame if the calculations of the account before it took 5 s or more; then no step was taken
   */
  run<Result>(account: string, steps: Generator<void, Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const calculation: Calculation = {
        requestedMs: this.#monotonicMs(),
        takeSlice: () => this.#takeSlice(steps, { resolve, reject }),
        refuse: () => reject(new TurnNeverCame()),
      }
      const queue = this.#waiting.get(account)
      if (queue !== undefined) queue.push(calculation)
      else if (!calculation.takeSlice()) {
        this.#waiting.set(account, [calculation])
        this.#turns.push(account, account)
        if (!this.#isServing) void this.#serve()
      }
    })
  }

  #takeSlice<Result>(
    steps: Generator<void, Result>,
    { resolve, reject }: Readonly<{ resolve: (result: Result) => void; reject: (error: unknown) => void }>,
  ): boolean {
    const endMs = this.#monotonicMs() + sliceMs
    try {
      do {
        const step = steps.next()
        if (!step.done) continue
        resolve(step.value)
        return true
      } while (this.#monotonicMs() < endMs)
      return false
    } catch (error) {
      reject(error)
      return true
    }
  }

  async #serve(): Promise<void> {
    this.#isServing = true
    while (this.#turns.size > 0) {
      await this.#works.turn()
      const turn = this.#turns.shift()
      if (turn === undefined) break
      const startedMs = this.#monotonicMs()
      const isWaiting = this.#continueOldest(turn.item)
      turn.charge(this.#monotonicMs() - startedMs)
      if (isWaiting) this.#turns.push(turn.item, turn.item)
    }
    this.#isServing = false
  }

  /** @returns whether the account has calculations left */
  #continueOldest(account: string): boolean {
    const queue = this.#waiting.get(account) ?? []
    const [oldest] = queue
    if (oldest?.takeSlice()) {
      queue.shift()
      this.#refuseOverdue(queue)
    }
    if (queue.length === 0) this.#waiting.delete(account)
    return queue.length > 0
  }

  /** The next ones of an account have taken no step yet. */
  #refuseOverdue(queue: Calculation[]): void {
    const dueMs = this.#monotonicMs() - maxWaitMs
    while (queue[0] !== undefined && queue[0].requestedMs < dueMs) queue.shift()?.refuse()
  }
}
