/** A parameter of a statement or a value of a column. Whole numbers are numbers up to 2^53. */
export type SqlValue = string | number | bigint | Uint8Array | null

/** A row as its columns, in the order the statement names them. */
export type SqlRow = readonly SqlValue[]

/** A statement with its values, made by a `Statement` or `positional`. */
export type BoundStatement = Readonly<{
  text: string
  values: readonly SqlValue[]
  /** Origin of the statement: several of one origin may be executed as one. Undefined for one that was written with its values in order. */
  of: MadeOf | undefined
}>

type MadeOf = Readonly<{
  statement: ((given: Readonly<Record<string, unknown>>) => BoundStatement) &
    Readonly<{
      list: string | undefined
      /** The same with as many places for the items of the list as it has, in a text that is not prepared. */
      exact: (given: Readonly<Record<string, unknown>>) => Pick<BoundStatement, 'text' | 'values'>
    }>
  given: Readonly<Record<string, unknown>>
}>

/** Runs reading statements. The texts are a fixed set, so engines may keep every one prepared. */
export interface SqlReader {
  /** Whether it reads inside a transaction: what only its transaction wrote may be rolled back, so no cache keeps what it read. */
  readonly readsUncommitted?: boolean
  all(statement: BoundStatement): Promise<readonly SqlRow[]>
  one(statement: BoundStatement): Promise<SqlRow | undefined>
}

/** A part of `SqlTransaction.writeAll`. */
export type Write =
  | Readonly<{ kind: 'run'; statement: BoundStatement }>
  /** An `INSERT … VALUES (…)` for many rows. */
  | Readonly<{ kind: 'insert'; text: string; rows: readonly (readonly SqlValue[])[] }>
  /** Updates of rows, each by its key. Every item is for another row. */
  | Readonly<{ kind: 'update'; update: RowUpdate<unknown>; items: readonly unknown[] }>

/** The inside of one transaction. */
export interface SqlTransaction extends SqlReader {
  /** Like `one`, and locks the row until this transaction ends. Engines with one writer at a time have nothing to lock. */
  lockOne(statement: BoundStatement): Promise<SqlRow | undefined>
  /** Like several of `all`, one after the other; engines that answer over a network read them in one message. */
  allOf(statements: readonly BoundStatement[]): Promise<readonly (readonly SqlRow[])[]>
  /**
   * @returns the number of rows written
   * @throws DuplicateKeyError when a row with a unique key exists; the transaction is lost then
   */
  run(statement: BoundStatement): Promise<number>
  /**
   * Runs an `INSERT … VALUES (…)` for many rows; engines that answer over a network send them in few messages.
   * @throws DuplicateKeyError when a row with a unique key of any of them exists; the transaction is lost then
   */
  insertMany(text: string, rows: readonly (readonly SqlValue[])[]): Promise<void>
  /**
   * Writes in this order; engines that answer over a network do it in few messages. After an error nothing more is written.
   * @returns the numbers of rows written
   * @throws DuplicateKeyError when a row with a unique key exists; the transaction is lost then
   */
  writeAll(writes: readonly Write[]): Promise<readonly number[]>
  /**
   * What the works before this one left to be written before the commit that all of them share, by what it writes. Undefined where each
   * work has a commit of its own.
   */
  readonly lastWrites?: Map<string, LastWrite> | undefined
}

/** An update of rows, each by its key. */
export type RowUpdate<Item> = Readonly<{
  name: string
  /** Names the row of an item. */
  keyOf: (item: Item) => string
  /** Whether a later item of a row takes the place of an earlier one; otherwise it builds on it. */
  replaces?: boolean
  one: (item: Item) => BoundStatement
  /** The same for several rows in one statement. @param items 2..64 */
  many: (items: readonly Item[]) => BoundStatement
}>

/** A row that many works of one commit change, written once for all of them. */
export interface LastWrite {
  /** In order; none where nothing is to be written. */
  writes(): readonly RequiredWrite[]
}

/** A write. Of rows that were read: where another number of `rows` is written, another writer came first, for which `lost` is the reason. */
export type RequiredWrite = Readonly<{ write: Write; rows?: number; lost?: string }>

/**
 * What a transaction does. It may run more than once before it is committed, so it changes nothing but the store, and it
 * waits for nothing but the transaction, because other writers wait for it.
 */
export type SqlWork<Result> = (transaction: SqlTransaction) => Promise<Result>

/** A database's answer to a question for its time. */
export type ClockSample = Readonly<{
  /** Epoch milliseconds of its clock, when the host's monotonic clock showed `monotonicMs`. */
  databaseMs: number
  monotonicMs: number
  /** Half the round trip: the two may be this far from the same moment. */
  errorMs: number
}>

export type TransactOptions = Readonly<{
  /** Seller whose rows the work writes: sellers with waiting works are served one after the other; works without a seller count as one. */
  sellerId?: string | undefined
  /**
   * Whether the work, run again after it was committed, changes nothing and gives an answer that is right as well, because a unique
   * row of its own decides. Engines that may lose the answer to a COMMIT then write no mark for it.
   */
  isRepeatable?: boolean
  /**
   * Whether a power failure may take back what the work wrote during the last moments: counts and positions that are found out again or
   * harm nobody. Engines that know how then do not wait for the disk.
   */
  mayBeLost?: boolean
}>

/** One database of any engine. Works run at READ COMMITTED or stricter. */
export interface SqlEngine {
  readonly reader: SqlReader
  /** Whether waiting works share a commit. Otherwise waiting works of a seller are combined into one. */
  readonly sharesCommits: boolean
  /**
   * Resolves when what the work wrote is durable, unless it may be lost; rejects, with nothing written, when the work throws. What a work writes is
   * committed once, and its result is that of the run that was committed, also when an engine loses the answer to a COMMIT.
   */
  transact<Result>(work: SqlWork<Result>, options?: TransactOptions): Promise<Result>
  /**
   * Runs reads that all see one moment, however long they take; writers do not wait for them.
   * @param work may run more than once
   */
  snapshot<Result>(work: (reader: SqlReader) => Promise<Result>): Promise<Result>
  /**
   * Returns a number that stays the same until somebody commits, for engines that know it without asking a server. Reads that follow in
   * the same turn of the event loop are at least as new.
   */
  readonly dataVersion: (() => number) | undefined
  /**
   * Returns a number that changes when a connection to a server breaks. The server may then be lost with commits that no other server
   * has, though they were read there.
   */
  readonly connectionVersion: (() => number) | undefined
  /** Asks the server that takes the writes for its time; undefined for engines that run on this host. */
  readonly readClock: (() => Promise<ClockSample>) | undefined
  /** Lets works in flight finish; later ones are refused. */
  close(): Promise<void>
}

/** A database whose tables can be changed. */
export interface SchemaEngine extends SqlEngine {
  /**
   * Runs one statement that changes the schema; engines of the MySQL protocol commit each of them by itself. It is run again
   * when its answer is lost, so it must be repeatable, or its error must be known to the caller.
   */
  changeSchema(statement: string): Promise<void>
}
