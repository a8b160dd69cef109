import { settledWithin } from '#turns/settled-within'

/** The two threads of a process that write to one file. */
export const writers = { main: 1, bulk: 2 } as const

type Writer = (typeof writers)[keyof typeof writers]

/** Cells of the shared memory: whose turn it is (0: nobody's), whether each writer waits, and whether the bulk thread copies the log. */
const cells = { owner: 0, waits: [0, 1, 2], copiesLog: 3 } as const
const memoryBytes = 4 * Int32Array.BYTES_PER_ELEMENT

/**
 * Lets two threads of a process take turns with the one write lock of a SQLite file. SQLite has no queue for the lock, so a thread that
 * writes group after group would keep the other one out.
 */
export class WriteTurn {
  /** What the turn of the other thread is made with. */
  readonly memory: SharedArrayBuffer
  readonly #shared: Int32Array
  readonly #self: Writer
  readonly #other: Writer
  /** A wait under way, and whether somebody still wants the turn that it will get. */
  #waiting: Promise<void> | undefined
  #isWanted = false

  /** @param memory that of the other thread's turn, if it exists */
  constructor(self: Writer, memory = new SharedArrayBuffer(memoryBytes)) {
    this.memory = memory
    this.#shared = new Int32Array(memory)
    this.#self = self
    this.#other = self === writers.main ? writers.bulk : writers.main
  }

  /** Whether the other thread copies the log into the file, so that the commits of this one need not. */
  get isLogCopied(): boolean {
    return this.#self === writers.main && Atomics.load(this.#shared, cells.copiesLog) === 1
  }

  /** Says that this thread copies the log into the file from now on. */
  copyLog(): void {
    Atomics.store(this.#shared, cells.copiesLog, 1)
  }

  /**
   * Waits for this thread's turn, which comes after one turn of the other thread at most. Call it again only after `give`.
   * @param limitMs longest wait in milliseconds
   * @returns whether it is this thread's turn
   */
  async take(limitMs: number): Promise<boolean> {
    if (this.#waiting === undefined && this.#claim()) return true
    this.#isWanted = true
    this.#waiting ??= this.#wait()
    if ((await settledWithin(this.#waiting, limitMs)) || this.#waiting === undefined) return true
    this.#isWanted = false
    return false
  }

  /** Ends this thread's turn. */
  give(): void {
    const next = Atomics.load(this.#shared, cells.waits[this.#other]) === 0 ? 0 : this.#other
    Atomics.store(this.#shared, cells.owner, next)
    Atomics.notify(this.#shared, cells.owner)
  }

  /** Ends the turn of the other thread, which has ended, and what it did for this one. */
  freeOther(): void {
    Atomics.store(this.#shared, cells.copiesLog, 0)
    Atomics.store(this.#shared, cells.waits[this.#other], 0)
    if (Atomics.compareExchange(this.#shared, cells.owner, this.#other, 0) === this.#other) {
      Atomics.notify(this.#shared, cells.owner)
    }
  }

  /** @returns whether it is this thread's turn: nobody had it, or the other thread handed it over */
  #claim(): boolean {
    const owner = Atomics.compareExchange(this.#shared, cells.owner, 0, this.#self)
    return owner === 0 || owner === this.#self
  }

  async #wait(): Promise<void> {
    Atomics.store(this.#shared, cells.waits[this.#self], 1)
    while (!this.#claim()) await Atomics.waitAsync(this.#shared, cells.owner, this.#other).value
    Atomics.store(this.#shared, cells.waits[this.#self], 0)
    this.#waiting = undefined
    // Its caller has stopped waiting.
    if (!this.#isWanted) this.give()
  }
}
