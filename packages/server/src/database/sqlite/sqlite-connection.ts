import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { BoundStatement, LastWrite, SqlReader, SqlRow, SqlTransaction, Write } from '#database/sql-engine'
import { positional } from '#database/statement'
import type { Slice } from '#turns/task-queues'
import { isBusy, openError, portError } from './sqlite-errors.ts'

/**
 * Opens a connection. When two programs switch a new file to WAL at the same moment, SQLite refuses one immediately, whatever its
 * timeout; that one tries again.
 * @param setUp pragmas, in order
 * @param options.mustExist a missing file is refused and not created
 * @throws OperatorError when the file cannot be opened, is damaged or is kept locked
 */
export async function openConnection(
  file: string,
  setUp: readonly string[],
  { isReadOnly = false, mustExist = false } = {},
): Promise<Connection> {
  const deadline = performance.now() + openTimeoutMs
  for (;;) {
    const database = openDatabase(file, { readonly: isReadOnly, fileMustExist: mustExist })
    try {
      for (const pragma of [...commonSetUp, ...setUp]) database.pragma(pragma)
      return new Connection(database)
    } catch (error) {
      database.close()
      if (!isBusy(error) || performance.now() > deadline) throw openError(error, file)
    }
    await delay(1)
  }
}

/** One connection to the file. It keeps every statement prepared: the texts are a fixed set. */
export class Connection {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement<unknown[], SqlRow>>()
  #rowsWritten = 0

  constructor(database: Database.Database) {
    this.#database = database
  }

  get rowsWritten(): number {
    return this.#rowsWritten
  }

  get isInTransaction(): boolean {
    return this.#database.inTransaction
  }

  all(statement: BoundStatement): readonly SqlRow[] {
    try {
      return this.#prepared(statement.text).all(statement.values)
    } catch (error) {
      throw portError(error)
    }
  }

  one(statement: BoundStatement): SqlRow | undefined {
    try {
      return this.#prepared(statement.text).get(statement.values)
    } catch (error) {
      throw portError(error)
    }
  }

  /** @returns the number of rows written */
  run(statement: BoundStatement): number {
    try {
      const { changes } = this.#prepared(statement.text).run(statement.values)
      this.#rowsWritten += changes
      return changes
    } catch (error) {
      throw portError(error)
    }
  }

  /** Changes a setting, which takes effect when the statement is prepared; so it is prepared each time. Not inside a transaction. */
  set(pragma: string): void {
    this.#database.pragma(pragma)
  }

  close(): void {
    this.#database.close()
  }

  #prepared(text: string): Database.Statement<unknown[], SqlRow> {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const statement = this.#database.prepare<unknown[], SqlRow>(withLastingPlan(text))
    if (statement.reader) statement.raw()
    this.#statements.set(text, statement)
    return statement
  }
}

function openDatabase(file: string, options: Database.Options): Database.Database {
  try {
    return new Database(file, { timeout: openTimeoutMs, ...options })
  } catch (error) {
    throw openError(error, file)
  }
}

/** A connection as a reader. The work of each promise is done when the call returns. */
export function asReader(connection: Connection): SqlReader {
  return {
    all: async (statement) => connection.all(statement),
    one: async (statement) => connection.one(statement),
  }
}

/**
 * The transaction of one work, which refuses everything after its end: kept, it would write into another one. The connection works
 * synchronously, so it yields between two statements when its slice is used up: 1,000 inserts take tens of milliseconds.
 * @param connection nothing else may use it until the transaction ends
 * @param lastWrites of the works before, executed by the caller
 */
export function asTransaction(
  connection: Connection,
  slice: Slice,
  lastWrites: Map<string, LastWrite>,
): SqlTransaction & Readonly<{ end: () => void }> {
  let isOver = false
  /** @returns undefined where the slice is used up */
  const ready = () => {
    if (isOver) throw new Error('the transaction is over')
    return slice.isUsedUp ? undefined : connection
  }
  const rested = async () => {
    await slice.rest()
    return connection
  }
  const one = async (statement: BoundStatement) => (ready() ?? (await rested())).one(statement)
  const writeAll = async (writes: readonly Write[]) => {
    const written: number[] = []
    for (const write of writes) {
      let rows = 0
      for (const statement of statementsOf(write)) rows += (ready() ?? (await rested())).run(statement)
      written.push(rows)
    }
    return written
  }
  return {
    lastWrites,
    all: async (statement) => (ready() ?? (await rested())).all(statement),
    one,
    lockOne: one,
    run: async (statement) => (ready() ?? (await rested())).run(statement),
    async insertMany(text, rows) {
      await writeAll([{ kind: 'insert', text, rows }])
    },
    async allOf(statements) {
      const found: (readonly SqlRow[])[] = []
      for (const statement of statements) found.push((ready() ?? (await rested())).all(statement))
      return found
    },
    writeAll,
    end() {
      isOver = true
    },
  }
}

/** A statement for each row: several rows in one gain nothing in a file. */
function statementsOf(write: Write): readonly BoundStatement[] {
  switch (write.kind) {
    case 'run':
      return [write.statement]
    case 'insert':
      return write.rows.map((values) => positional(write.text, values))
    case 'update':
      return write.items.map((item) => write.update.one(item))
  }
}

/** How long to wait for a lock while opening and reading, where waits are rare and short. */
const openTimeoutMs = 5_000

/** Reading through a memory map saves copying pages; what does not fit is read as usual. */
const commonSetUp = ['cache_size = -32768', 'mmap_size = 1073741824', 'temp_store = MEMORY']

/**
 * The text by which SQLite plans a statement a single time. Where a bare `?` is compared or limits rows, SQLite makes a new plan after
 * every change of its value, and better-sqlite3 clears the values after every run: each run would parse and plan the text again, which
 * takes a third of the time of a page by phone and 66 of 74 µs of the coupons on an order. SQLite does not look into an expression, so
 * every `?` becomes `+?`, which has the same value. Our texts hold no `?` but placeholders.
 */
export function withLastingPlan(text: string): string {
  return text.replaceAll('?', '+?')
}
