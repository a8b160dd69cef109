import mysql, { type ExecuteValues, type PoolConnection } from 'mysql2/promise'
import { listsOf } from '#database/in-list'
import type { BoundStatement, ClockSample, RowUpdate, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { positional } from '#database/statement'
import { DatabaseFault, leavesSession } from './database-fault.ts'
import { withDeadline } from './deadline.ts'
import { portError } from './driver-errors.ts'
import { multiRowInserts } from './multi-row-insert.ts'

/** Each row looks for its values in the lists of the statement. */
const updatedAtOnce = 64

export type SessionOptions = Readonly<{ timeoutMs: number; signal?: AbortSignal | undefined }>

/** A connection; every statement has a deadline, after which the connection is closed. */
export class Session implements SqlTransaction {
  readonly #connection: PoolConnection
  readonly #timeoutMs: number
  readonly #signal: AbortSignal | undefined
  #isUsable = true
  /** Whether the host is a node of Galera, which may roll a transaction back silently and reports whether it still exists. */
  mayLoseTransactions = false

  /** @param signal ends the session when its host is known not to answer */
  constructor(connection: PoolConnection, { timeoutMs, signal }: SessionOptions) {
    this.#connection = connection
    this.#timeoutMs = timeoutMs
    this.#signal = signal
  }

  async all(statement: BoundStatement): Promise<readonly SqlRow[]> {
    const rows: unknown = await this.#execute(statement)
    return Array.isArray(rows) ? rows : []
  }

  async one(statement: BoundStatement): Promise<SqlRow | undefined> {
    return (await this.all(statement))[0]
  }

  lockOne(statement: BoundStatement): Promise<SqlRow | undefined> {
    return this.one(positional(`${statement.text} FOR UPDATE`, statement.values))
  }

  async run(statement: BoundStatement): Promise<number> {
    const outcome: unknown = await this.#execute(statement)
    return typeof outcome === 'object' && outcome !== null && 'affectedRows' in outcome
      ? Number(outcome.affectedRows)
      : 0
  }

  async insertMany(text: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    for (const insert of multiRowInserts(text, rows)) await this.run(positional(insert.text, insert.values))
  }

  async updateMany<Item>({ one, many }: RowUpdate<Item>, items: readonly Item[]): Promise<number> {
    let written = 0
    for (const list of listsOf(items, updatedAtOnce)) {
      const [first, ...others] = list
      if (first !== undefined) written += await this.run(others.length === 0 ? one(first) : many(list))
    }
    return written
  }

  /** Runs a statement without values that cannot be prepared: DDL, SET, START TRANSACTION, COMMIT. */
  async command(text: string): Promise<SqlRow | undefined> {
    return (await this.commandRows(text))[0]
  }

  async commandRows(text: string): Promise<readonly SqlRow[]> {
    const rows: unknown = await this.#guarded(text, this.#connection.query({ sql: text, rowsAsArray: true }))
    return Array.isArray(rows) ? rows : []
  }

  /**
   * Runs a command that may fail with an expected error.
   * @param errno number of that error
   * @returns whether the command was executed
   */
  async commandUnless(errno: number, text: string): Promise<boolean> {
    try {
      await this.command(text)
      return true
    } catch (error) {
      if (!(error instanceof DatabaseFault) || error.errno !== errno) throw error
      return false
    }
  }

  /** Runs what ends a transaction. A session for which it fails is ended. */
  async restore(end: () => Promise<unknown>): Promise<void> {
    try {
      await end()
    } catch (error) {
      this.destroy()
      if (!(error instanceof DatabaseFault)) throw error
    }
  }

  /** Runs an operation and returns the connection to the pool, unless its state is uncertain then. */
  async use<Result>(operation: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await operation(this)
    } catch (error) {
      if (!leavesSession(error)) this.destroy()
      throw error
    } finally {
      if (this.#isUsable) this.#connection.release()
    }
  }

  /** Ends the connection: the host rolls back what was not committed. */
  destroy(): void {
    this.#isUsable = false
    this.#connection.destroy()
  }

  #execute({ text, values }: Pick<BoundStatement, 'text' | 'values'>): Promise<unknown> {
    const statement = { sql: text, rowsAsArray: true }
    // OceanBase ends the connection on a prepared statement whose parameters are all NULL.
    if (values.length > 0 && values.every((value) => value === null)) {
      return this.#guarded(text, this.#connection.query(statement, [...values]))
    }
    return this.#guarded(text, this.#connection.execute(statement, values.map(parameter)))
  }

  async #guarded(text: string, execution: Promise<readonly [unknown, unknown]>): Promise<unknown> {
    // A rejection after the deadline needs a listener.
    const outcome = execution.then(
      ([result]) => result,
      (error: unknown) => {
        throw portError(error, text)
      },
    )
    outcome.catch(() => undefined)
    return withDeadline(outcome, {
      timeoutMs: this.#timeoutMs,
      signal: this.#signal,
      what: text.replace(/\s+/g, ' ').slice(0, 60),
      onTimeout: () => this.destroy(),
    })
  }
}

/** Sends whole numbers as integers: the driver sends doubles otherwise, which some engines refuse in LIMIT. */
function parameter(value: SqlValue): ExecuteValues {
  if (typeof value === 'number' || typeof value === 'bigint') return mysql.TypedParameter.BIGINT(value)
  if (!(value instanceof Uint8Array) || Buffer.isBuffer(value)) return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** Asks a host for its time. The answer counts for the middle between request and answer. @throws DatabaseFault */
export async function sampleClock(session: Session): Promise<ClockSample> {
  const startMs = performance.now()
  const row = await session.command('SELECT UTC_TIMESTAMP(6)')
  const errorMs = (performance.now() - startMs) / 2
  return { databaseMs: epochMs(row?.[0]), monotonicMs: startMs + errorMs, errorMs }
}

/** @param text `YYYY-MM-DD hh:mm:ss.ffffff` */
function epochMs(text: unknown): number {
  const parsed = Date.parse(`${String(text).replace(' ', 'T')}Z`)
  if (Number.isNaN(parsed)) throw new Error('the database tells its time in another format')
  return parsed
}
