import { OperatorError } from '#errors/operator-error'
import { DatabaseFault } from './database-fault.ts'

type SlotOptions = Readonly<{
  /** Longest wait of a work for its first turn. */
  patienceMs: number
  /** Greatest number of slots for the works of one seller; absent: all. */
  perSeller?: number | undefined
  /** The same for the works of no seller. */
  ofNoSeller?: number | undefined
}>

type Waiting = Readonly<{ place: 'first' | 'last'; patienceMs: number }>

/** The slot of a running work. */
export type Slot = Readonly<{
  /**
   * Frees the slot while the work waits for something, and takes the seller's next turn afterwards.
   * @param patienceMs longest wait for that turn
   * @throws OperatorError when it does not come
   */
  leaveWhile(wait: () => Promise<unknown>, patienceMs: number): Promise<void>
}>

/**
 * Limits the works that run at the same time. Others wait for a limited time: sellers with waiting works take turns, the works of one
 * seller keep their order. A seller with slow works therefore holds up its own works only.
 */
export class Slots {
  readonly #count: number
  readonly #options: SlotOptions
  readonly #running = new Map<string, number>()
  /** Waiting works by seller, in the order of service. */
  readonly #waiting = new Map<string, (() => void)[]>()
  #free: number
  #unfinished = 0
  #onIdle: (() => void) | undefined
  #isClosed = false

  /** @param count works that run at the same time, at least 1 */
  constructor(count: number, options: SlotOptions) {
    this.#count = count
    this.#options = options
    this.#free = count
  }

  /**
   * Runs a work when its turn comes.
   * @param sellerId whose turn it takes; works of no seller share one turn
   * @throws OperatorError when the works before it took too long; the work did not run
   */
  async use<Result>(sellerId: string | undefined, work: (slot: Slot) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('the store is closed')
    const key = sellerId ?? ''
    let hasSlot = false
    this.#unfinished += 1
    const slot: Slot = {
      leaveWhile: async (wait, patienceMs) => {
        this.#passOn(key)
        hasSlot = false
        await wait()
        await this.#turn(key, { place: 'first', patienceMs })
        hasSlot = true
      },
    }
    try {
      await this.#turn(key, { place: 'last', patienceMs: this.#options.patienceMs })
      hasSlot = true
      return await work(slot)
    } finally {
      if (hasSlot) this.#passOn(key)
      this.#unfinished -= 1
      if (this.#unfinished === 0) this.#onIdle?.()
    }
  }

  /** Lets running and waiting works finish; later works are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#unfinished === 0) return
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve
    })
  }

  async #turn(key: string, { place, patienceMs }: Waiting): Promise<void> {
    // While a slot is free, only works of sellers that have all of theirs are waiting.
    if (this.#mayStart(key)) return this.#start(key)
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#forget(key, begin)
        reject(tooBusy())
      }, patienceMs)
      const queue = this.#waiting.get(key) ?? []
      if (place === 'first') queue.unshift(begin)
      else queue.push(begin)
      this.#waiting.set(key, queue)
    })
  }

  #mayStart(key: string): boolean {
    const { perSeller = this.#count, ofNoSeller = this.#count } = this.#options
    return this.#free > 0 && (this.#running.get(key) ?? 0) < (key === '' ? ofNoSeller : perSeller)
  }

  #start(key: string): void {
    this.#free -= 1
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1)
  }

  #passOn(key: string): void {
    this.#free += 1
    const running = (this.#running.get(key) ?? 0) - 1
    if (running > 0) this.#running.set(key, running)
    else this.#running.delete(key)
    this.#startNext()
  }

  #startNext(): void {
    for (const [key, queue] of this.#waiting) {
      if (this.#free === 0) return
      if (!this.#mayStart(key)) continue
      const begin = queue.shift()
      // The seller's next work waits until the other sellers had their turn.
      this.#waiting.delete(key)
      if (queue.length > 0) this.#waiting.set(key, queue)
      this.#start(key)
      begin?.()
    }
  }

  #forget(key: string, begin: () => void): void {
    const queue = (this.#waiting.get(key) ?? []).filter((waiting) => waiting !== begin)
    if (queue.length > 0) this.#waiting.set(key, queue)
    else this.#waiting.delete(key)
  }
}

/** Why a work that waited too long for its turn is refused. */
export function tooBusy(): OperatorError {
  const cause = new DatabaseFault('no connection came free in time', { kind: 'unavailable', errno: 0 })
  return new OperatorError({ zh: '数据库过于繁忙', en: `the database is too busy: ${cause.message}` }, { cause })
}
