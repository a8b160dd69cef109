import { LostRaceError } from './database-errors.ts'
import { ReadsTogether } from './reads-together.ts'
import type {
  BoundStatement,
  LastWrite,
  RequiredWrite,
  RowUpdate,
  SqlEngine,
  SqlReader,
  SqlRow,
  SqlTransaction,
  SqlValue,
  TransactOptions,
} from './sql-engine.ts'
import { transactRepeating, writeRequired } from './transactions.ts'

/**
 * Runs a work in a transaction of its own, and again where it lost against another one (see `transactRepeating`).
 * @param work changes nothing but through its unit, since it may run more than once
 */
export function transactUnit<Result>(
  engine: SqlEngine,
  options: TransactOptions,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  return transactRepeating(engine, (transaction) => withUnit(transaction, work), options)
}

/** Runs a work with the unit of a transaction, and executes what it left to the end. */
export async function withUnit<Result>(
  transaction: SqlTransaction,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  const unit = new UnitOfWork(transaction)
  const result = await work(unit)
  await unit.end()
  return result
}

/**
 * What one work reads and writes in its transaction. Rows to be inserted, and updates of rows that were read, are collected, and executed
 * together where the order matters: before the next read or other update, and at the end. So a work reads what it wrote, and rows of one
 * statement travel in few messages.
 */
class UnitOfWork implements SqlReader {
  readonly readsUncommitted = true
  readonly #transaction: SqlTransaction
  #rows = new Map<string, (readonly SqlValue[])[]>()
  #updates = new Map<string, CollectedUpdates>()
  #written = 0
  readonly #lastWrites = new Map<string, LastWrite>()
  #together: ReadsTogether | undefined

  constructor(transaction: SqlTransaction) {
    this.#transaction = transaction
  }

  /**
   * Lets several read at the same time: what they ask in one turn of the event loop is read in few statements.
   * @param readings write nothing
   */
  async together<Result>(
    readings: readonly (() => Promise<Result>)[],
  ): Promise<readonly PromiseSettledResult<Result>[]> {
    await this.flush()
    this.#together = new ReadsTogether((statements) => this.#transaction.allOf(statements))
    try {
      return await Promise.allSettled(readings.map((read) => read()))
    } finally {
      this.#together = undefined
    }
  }

  /** Whether reads that begin in one turn of the event loop are sent in one message. */
  get isTogether(): boolean {
    return this.#together !== undefined
  }

  all(statement: BoundStatement): Promise<readonly SqlRow[]> {
    if (this.#together !== undefined) return this.#together.all(statement)
    if (this.#isFlushed) return this.#transaction.all(statement)
    return this.flush().then(() => this.#transaction.all(statement))
  }

  one(statement: BoundStatement): Promise<SqlRow | undefined> {
    if (this.#together !== undefined) return this.#together.all(statement).then(([row]) => row)
    if (this.#isFlushed) return this.#transaction.one(statement)
    return this.flush().then(() => this.#transaction.one(statement))
  }

  /** Like `SqlTransaction.lockOne`. */
  lockOne(statement: BoundStatement): Promise<SqlRow | undefined> {
    if (this.#isFlushed) return this.#transaction.lockOne(statement)
    return this.flush().then(() => this.#transaction.lockOne(statement))
  }

  /** Number of rows that were inserted or updated, or will be, where each other statement counts as one. */
  get written(): number {
    return this.#written
  }

  /** Collects rows to be inserted. */
  insert(insertion: string | Readonly<{ text: string }>, rows: readonly (readonly SqlValue[])[]): void {
    this.#refuseTogether()
    this.#written += rows.length
    const text = typeof insertion === 'string' ? insertion : insertion.text
    const collected = this.#rows.get(text)
    if (collected === undefined) this.#rows.set(text, [...rows])
    else for (const row of rows) collected.push(row)
  }

  /** Executes a writing statement. @returns the number of rows written */
  run(statement: BoundStatement): Promise<number> {
    this.#refuseTogether()
    if (!this.#isFlushed) return this.flush().then(() => this.run(statement))
    this.#written += 1
    return this.#transaction.run(statement)
  }

  /**
   * Executes an update that names the row as it was read.
   * @param lost why no row was written
   * @throws LostRaceError when another writer came first
   */
  async updateOne(statement: BoundStatement, lost: string): Promise<void> {
    if ((await this.run(statement)) !== 1) throw new LostRaceError(lost)
  }

  /**
   * Collects an update of a row that was read, so which is stored. The work fails with a LostRaceError where another writer came first.
   * @param lost why no row was written
   */
  async updateRead<Item>(update: RowUpdate<Item>, item: Item, lost: string): Promise<void> {
    this.#refuseTogether()
    this.#written += 1
    const key = update.keyOf(item)
    if (!update.replaces && this.#updates.get(update.name)?.items.has(key)) await this.flush()
    const collected = this.#updates.get(update.name)
    if (collected !== undefined) collected.items.set(key, item)
    // Only items of this update are kept with it.
    else {
      const updates = { update: update as unknown as RowUpdate<unknown>, items: new Map([[key, item]]), lost }
      this.#updates.set(update.name, updates)
    }
  }

  /** What this work or an earlier one of the same commit left to `writeLast` under a key. */
  lastWrite(key: string): LastWrite | undefined {
    return this.#lastWrites.get(key) ?? this.#transaction.lastWrites?.get(key)
  }

  /** Leaves a write to the end of the transaction. It replaces the one under the same key, and is dropped when this work fails. */
  writeLast(key: string, write: LastWrite): void {
    this.#lastWrites.set(key, write)
  }

  /** Executes what is left, or leaves it to the commit where works share one. */
  async end(): Promise<void> {
    const { lastWrites } = this.#transaction
    if (lastWrites !== undefined) {
      await this.flush()
      for (const [key, last] of this.#lastWrites) lastWrites.set(key, last)
    } else {
      const last = [...this.#lastWrites.values()].flatMap((one) => one.writes())
      await writeRequired(this.#transaction, [...this.#takeCollected(), ...last])
    }
  }

  #refuseTogether(): void {
    if (this.#together !== undefined) throw new TypeError('what reads together with others writes nothing')
  }

  get #isFlushed(): boolean {
    return this.#rows.size + this.#updates.size === 0
  }

  /**
   * Executes what was collected so far: updates of rows, then inserts, statement by statement in the order of their first rows.
   * @throws DuplicateKeyError when a row with a unique key exists; the transaction is lost then
   * @throws LostRaceError when another writer changed a row that was read
   */
  flush(): Promise<void> {
    return writeRequired(this.#transaction, this.#takeCollected())
  }

  #takeCollected(): readonly RequiredWrite[] {
    const [updates, inserts] = [this.#updates, this.#rows]
    this.#updates = new Map()
    this.#rows = new Map()
    return [
      ...[...updates.values()].map(({ update, items, lost }): RequiredWrite => {
        return { write: { kind: 'update', update, items: [...items.values()] }, rows: items.size, lost }
      }),
      ...[...inserts].map(([text, rows]): RequiredWrite => ({ write: { kind: 'insert', text, rows } })),
    ]
  }
}

/** Updates of rows that are executed together. */
type CollectedUpdates = Readonly<{ update: RowUpdate<unknown>; items: Map<string, unknown>; lost: string }>

export type { UnitOfWork }
