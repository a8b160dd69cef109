import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { LastWrite, SqlTransaction, SqlWork, TransactOptions } from '#database/sql-engine'
import { positional } from '#database/statement'
import { writeRequired } from '#database/transactions'
import { FairQueue, type LongWorks, Slice, type Taken } from '#turns/task-queues'
import type { LogCopier } from './copy-log.ts'
import { asTransaction, type Connection } from './sqlite-connection.ts'
import { busyFile, isBusy } from './sqlite-errors.ts'
import type { WriteTurn } from './write-turn.ts'

/** Greatest number of works that share a commit. */
const maxGroup = 256
/**
 * A group commits once its works took this long. Every commit writes the pages it touched again, so shorter groups cost bulk issues a
 * fifth of their speed; longer ones make other sellers wait. Measured by `npm run bench -- fairness`.
 */
const maxGroupMs = 150
/** How long another program may keep the lock. */
const lockTimeoutMs = 15_000

type GroupCommitParts = Readonly<{
  longWorks: LongWorks
  turn?: WriteTurn | undefined
  copier: LogCopier
  checkPlace: () => void
  onCommit: () => void
}>

/**
 * Runs works one after the other in shared transactions: the disk is synced once per group, not once per work. Sellers with waiting works
 * are served one after the other. A work is acknowledged after the commit of its group. If one throws, only that one fails: the group is
 * rolled back and the others run again without it. What many works of a group change, like the end of a seller's history, is written once
 * before the commit. A long group yields to other events every few milliseconds.
 */
export class GroupCommit {
  readonly #connection: Connection
  readonly #onCommit: () => void
  readonly #longWorks: LongWorks
  readonly #turn: WriteTurn | undefined
  readonly #copier: LogCopier
  readonly #checkPlace: () => void
  readonly #waiting = new FairQueue<Member>()
  /** Works that may be lost; their groups do not wait for the disk. */
  readonly #losable = new FairQueue<Member>()
  #running: Promise<void> | undefined
  #isClosed = false
  #synchronous: 'FULL' | 'NORMAL' = 'FULL'

  /**
   * @param connection used for nothing else
   * @param parts.longWorks of the thread
   * @param parts.turn set where another thread of the process writes too
   * @param parts.copier copies the log, which commits do not
   * @param parts.checkPlace throws where nothing may be written to the file any more
   * @param parts.onCommit called before the works of a commit are acknowledged
   */
  constructor(connection: Connection, { longWorks, turn, copier, checkPlace, onCommit }: GroupCommitParts) {
    this.#connection = connection
    this.#longWorks = longWorks
    this.#turn = turn
    this.#copier = copier
    this.#checkPlace = checkPlace
    this.#onCommit = onCommit
  }

  /** @param options.sellerId whose turn the work takes; works of no seller share one turn */
  transact<Result>(
    work: SqlWork<Result>,
    { sellerId = '', mayBeLost = false }: Pick<TransactOptions, 'sellerId' | 'mayBeLost'> = {},
  ): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new Error('the store is closed'))
    const queue = mayBeLost ? this.#losable : this.#waiting
    return new Promise<Result>((resolve, reject) => {
      queue.push(sellerId, { run: async (transaction) => settled(await work(transaction), resolve), reject })
      this.#running ??= this.#drain()
    })
  }

  /** Lets the works in flight finish; later ones are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  /** Waits a turn of the event loop before each group, so that all works that arrive in one turn share a commit. */
  async #drain(): Promise<void> {
    while (this.#waiting.size + this.#losable.size > 0) {
      await nextTurn()
      if (this.#waiting.size > 0) await this.#commitFrom(this.#waiting, 'FULL')
      if (this.#losable.size > 0) await this.#commitFrom(this.#losable, 'NORMAL')
      await this.#copier.afterGroup()
    }
    this.#running = undefined
  }

  /** @param synchronous whether the commit waits until it is on the disk (FULL) */
  async #commitFrom(queue: FairQueue<Member>, synchronous: 'FULL' | 'NORMAL'): Promise<void> {
    if (this.#synchronous !== synchronous) this.#connection.set(`synchronous = ${synchronous}`)
    this.#synchronous = synchronous
    const again = [...(await this.#attempt(() => queue.shift()))]
    while (again.length > 0) again.unshift(...(await this.#attempt(() => again.shift())))
  }

  /**
   * Runs works until they are a group, and commits them.
   * @returns the works to run again: those before one that failed. They did not fail, so each work runs at most twice, unless another
   * program interferes
   */
  async #attempt(next: () => Taken<Member> | undefined): Promise<readonly Taken<Member>[]> {
    if (!((await this.#turn?.take(lockTimeoutMs)) ?? true)) {
      const fault = busyFile(new Error('another thread kept its turn to write'))
      for (const { item } of allOf(next)) item.reject(fault)
      return []
    }
    try {
      return await this.#attemptInTurn(next)
    } finally {
      this.#turn?.give()
    }
  }

  async #attemptInTurn(next: () => Taken<Member> | undefined): Promise<readonly Taken<Member>[]> {
    const group: Taken<Member>[] = []
    const acknowledgements: (() => void)[] = []
    try {
      await this.#begin()
      const slice = new Slice(this.#longWorks)
      const lastWrites = new Map<string, LastWrite>()
      const transactionOf = () => asTransaction(this.#connection, slice, lastWrites)
      const startedMs = performance.now()
      while (group.length < maxGroup && performance.now() - startedMs < maxGroupMs) {
        const taken = next()
        if (taken === undefined) break
        try {
          acknowledgements.push(await this.#run(taken, transactionOf()))
        } catch (error) {
          this.#rollBack()
          taken.item.reject(error)
          return group
        }
        group.push(taken)
      }
      await writeRequired(
        transactionOf(),
        [...lastWrites.values()].flatMap((last) => last.writes()),
      )
      this.#connection.run(positional('COMMIT'))
    } catch (error) {
      for (const { item } of group.length > 0 ? group : allOf(next)) item.reject(error)
      this.#rollBack()
      return []
    }
    this.#onCommit()
    for (const acknowledge of acknowledgements) acknowledge()
    return []
  }

  async #run({ item, charge }: Taken<Member>, transaction: ReturnType<typeof asTransaction>): Promise<() => void> {
    const startedMs = performance.now()
    try {
      return await item.run(transaction)
    } finally {
      transaction.end()
      charge(performance.now() - startedMs)
    }
  }

  /** Waits for another program's lock without holding up this one. */
  async #begin(): Promise<void> {
    this.#checkPlace()
    const deadline = performance.now() + lockTimeoutMs
    for (;;) {
      try {
        this.#connection.run(positional('BEGIN IMMEDIATE'))
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (performance.now() > deadline) throw busyFile(error)
      }
      await delay(1)
    }
  }

  #rollBack(): void {
    if (this.#connection.isInTransaction) this.#connection.run(positional('ROLLBACK'))
  }
}

/** One work of a group. `run` returns a function that acknowledges it. */
type Member = Readonly<{
  run: (transaction: SqlTransaction) => Promise<() => void>
  reject: (error: unknown) => void
}>

function settled<Result>(result: Result, resolve: (result: Result) => void): () => void {
  return () => resolve(result)
}

/** All waiting works, which fail when a transaction cannot begin: waiting longer would only lead to the next wait. */
function allOf(next: () => Taken<Member> | undefined): readonly Taken<Member>[] {
  const all: Taken<Member>[] = []
  for (let taken = next(); taken !== undefined; taken = next()) all.push(taken)
  return all
}
