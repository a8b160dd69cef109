import mysql, { type ExecuteValues, type PoolConnection } from 'mysql2/promise'
import type { BoundStatement, ClockSample, SqlRow, SqlTransaction, SqlValue, Write } from '#database/sql-engine'
import { exactly, positional } from '#database/statement'
import { DatabaseFault, leavesSession } from './database-fault.ts'
import { withDeadline } from './deadline.ts'
import { portError } from './driver-errors.ts'
import { statementsText } from './statement-text.ts'
import { fewestStatements, preparedStatements } from './statements-of-writes.ts'

export type SessionOptions = Readonly<{ timeoutMs: number; signal?: AbortSignal | undefined }>

/** A connection; every statement has a deadline, after which the connection is closed. */
export class Session implements SqlTransaction {
  readonly #connection: PoolConnection
  readonly #timeoutMs: number
  readonly #signal: AbortSignal | undefined
  #isUsable = true
  /** Whether the host is a node of Galera, which may roll a transaction back silently. */
  mayLoseTransactions = false
  /** Several statements go out as one text of at most so many bytes; 0 where each is a message of its own. */
  maxTextBytes = 0

  /** @param signal ends the session when its host is known not to answer */
  constructor(connection: PoolConnection, { timeoutMs, signal }: SessionOptions) {
    this.#connection = connection
    this.#timeoutMs = timeoutMs
    this.#signal = signal
  }

  async all(statement: BoundStatement): Promise<readonly SqlRow[]> {
    return rowsOf(await this.#execute(statement))
  }

  async one(statement: BoundStatement): Promise<SqlRow | undefined> {
    return (await this.all(statement))[0]
  }

  lockOne(statement: BoundStatement): Promise<SqlRow | undefined> {
    return this.one(positional(`${statement.text} FOR UPDATE`, statement.values))
  }

  async run(statement: BoundStatement): Promise<number> {
    return writtenRows(await this.#execute(statement))
  }

  async insertMany(text: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.writeAll([{ kind: 'insert', text, rows }])
  }

  async allOf(statements: readonly BoundStatement[]): Promise<readonly (readonly SqlRow[])[]> {
    return (await this.#inOrder(statements, this.#textOf(statements))).map(rowsOf)
  }

  async writeAll(writes: readonly Write[]): Promise<readonly number[]> {
    const fewest = writes.map(fewestStatements)
    const text = this.#textOf(fewest.flat())
    const statements = text === undefined ? writes.map(preparedStatements) : fewest
    const written = (await this.#inOrder(statements.flat(), text)).map(writtenRows)
    let next = 0
    return statements.map(({ length }) => {
      next += length
      return written.slice(next - length, next).reduce((sum, rows) => sum + rows, 0)
    })
  }

  /** The text that carries statements, which are executed in one message; undefined where it is too long or the host does not take it. */
  #textOf(statements: readonly BoundStatement[]): string | undefined {
    // A single statement is prepared, so that the host need not plan it anew.
    return statements.length < 2 || this.maxTextBytes === 0
      ? undefined
      : statementsText(statements.map(exactly), this.maxTextBytes)
  }

  /** Executes statements in order, and none after one that fails: in their text, at whose first error the host stops, or one after the other. */
  async #inOrder(statements: readonly BoundStatement[], text: string | undefined): Promise<readonly unknown[]> {
    const outcomes: unknown[] = []
    if (text === undefined) {
      for (const statement of statements) outcomes.push(await this.#execute(statement))
      return outcomes
    }
    const what = `${statements.length} statements, of which the first is: ${statements[0]?.text}`
    const answered = await this.#guarded(what, this.#query(text))
    if (Array.isArray(answered) && answered.length === statements.length) return answered
    throw new DatabaseFault(`the database answered another number of ${what}`, { kind: 'refused', errno: 0 })
  }

  /** Runs a statement without values that cannot be prepared: DDL, SET, START TRANSACTION, COMMIT. It must not hold anything from outside. */
  async command(text: string): Promise<SqlRow | undefined> {
    return (await this.commandRows(text))[0]
  }

  async commandRows(text: string): Promise<readonly SqlRow[]> {
    return rowsOf(await this.#guarded(text, this.#query(text)))
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
    // OceanBase ends the connection on a prepared statement whose parameters are all NULL; START TRANSACTION cannot be prepared everywhere.
    if (values.every((value) => value === null)) {
      return this.#guarded(text, this.#connection.query(statement, [...values]))
    }
    return this.#guarded(text, this.#connection.execute(statement, values.map(parameter)))
  }

  #query(text: string): Promise<readonly [unknown, unknown]> {
    // With `values` that are absent the driver would look for marks in all of the text.
    return this.#connection.query({ sql: text, rowsAsArray: true, values: null })
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
      what: text.slice(0, 100).replace(/\s+/g, ' ').slice(0, 60),
      onTimeout: () => this.destroy(),
    })
  }
}

/** The rows of the outcome of a statement; none of one that writes. */
export function rowsOf(outcome: unknown): readonly SqlRow[] {
  return Array.isArray(outcome) ? outcome : []
}

function writtenRows(outcome: unknown): number {
  return typeof outcome === 'object' && outcome !== null && 'affectedRows' in outcome ? Number(outcome.affectedRows) : 0
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
