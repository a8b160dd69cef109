import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlTransaction, SqlWork } from '../sql/sql-engine.ts'
import { withinTransaction } from '../sql/within-transaction.ts'
import { asTransaction, type Connection } from './connection.ts'
import { busyFile, isBusy } from './sqlite-errors.ts'

/** Works that share one commit at most; a bound on how long readers of the event loop wait. */
const maxGroup = 256
/** How long another program may keep the lock. */
const lockTimeoutMs = 15_000

/**
 * Runs works one after the other in shared transactions: the disk is asked to make things durable once per group, not
 * once per work. A work is acknowledged after the commit of its group. One that throws fails alone: the group is rolled
 * back and the others run again without it.
 */
export class GroupCommit {
  readonly #connection: Connection
  readonly #onCommit: () => void
  #waiting: Member[] = []
  #running: Promise<void> | undefined
  #isClosed = false

  /**
   * @param connection used for nothing else
   * @param onCommit called before the works of a commit are acknowledged
   */
  constructor(connection: Connection, onCommit: () => void) {
    this.#connection = connection
    this.#onCommit = onCommit
  }

  transact<Result>(work: SqlWork<Result>): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new Error('the store is closed'))
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ run: async (transaction) => settled(await work(transaction), resolve), reject })
      this.#running ??= this.#drain()
    })
  }

  /** Lets the works in flight finish; later ones are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  /** Waits a turn of the event loop before each group, so that all that arrives in one turn shares a commit. */
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn()
      await this.#runGroup(this.#waiting.splice(0, maxGroup))
    }
    this.#running = undefined
  }

  /**
   * Splits at the member that failed: those before it are known to work and are tried together, then those after it.
   * So however many fail, each runs twice at most, unless another program interferes.
   */
  async #runGroup(group: readonly Member[]): Promise<void> {
    const groups = [group]
    for (let next = groups.pop(); next !== undefined; next = groups.pop()) {
      const failed = await this.#attempt(next)
      if (failed === undefined) continue
      groups.push(next.slice(failed + 1), next.slice(0, failed))
    }
  }

  /** @returns the place of the member that failed alone; undefined when the whole group is settled */
  async #attempt(group: readonly Member[]): Promise<number | undefined> {
    if (group.length === 0) return undefined
    const acknowledgements: (() => void)[] = []
    try {
      await this.#begin()
      for (const [place, member] of group.entries()) {
        try {
          acknowledgements.push(await withinTransaction(asTransaction(this.#connection), member.run))
        } catch (error) {
          this.#rollBack()
          member.reject(error)
          return place
        }
      }
      this.#connection.run('COMMIT', [])
    } catch (error) {
      for (const member of group) member.reject(error)
      this.#rollBack()
      return undefined
    }
    this.#onCommit()
    for (const acknowledge of acknowledgements) acknowledge()
    return undefined
  }

  /** Waits for another program's lock without holding up this one. */
  async #begin(): Promise<void> {
    const deadline = performance.now() + lockTimeoutMs
    for (;;) {
      try {
        this.#connection.run('BEGIN IMMEDIATE', [])
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (performance.now() > deadline) throw busyFile(error)
      }
      await delay(1)
    }
  }

  #rollBack(): void {
    if (this.#connection.isInTransaction) this.#connection.run('ROLLBACK', [])
  }
}

/** One work in a group: running it gives what acknowledges it. */
type Member = Readonly<{
  run: (transaction: SqlTransaction) => Promise<() => void>
  reject: (error: unknown) => void
}>

function settled<Result>(result: Result, resolve: (result: Result) => void): () => void {
  return () => resolve(result)
}
