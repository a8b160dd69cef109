/** What a statement takes and what a column gives. Whole numbers are numbers up to 2^53. */
export type SqlValue = string | number | bigint | Uint8Array | null

/** A row as its columns, in the order the statement names them. */
export type SqlRow = readonly SqlValue[]

/** Runs reading statements. Every text is one of `store/tables`, so engines may keep it prepared for ever. */
export interface SqlReader {
  all(text: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>
  one(text: string, values: readonly SqlValue[]): Promise<SqlRow | undefined>
}

/** The inside of one transaction. */
export interface SqlTransaction extends SqlReader {
  /**
   * @returns the number of rows written
   * @throws DuplicateKeyError when a unique key stands already; the transaction is lost then
   */
  run(text: string, values: readonly SqlValue[]): Promise<number>
  /**
   * Runs an `INSERT … VALUES (…)` for many rows; engines that answer over a network send them in few messages.
   * @throws DuplicateKeyError when a unique key of any row stands already; the transaction is lost then
   */
  insertMany(text: string, rows: readonly (readonly SqlValue[])[]): Promise<void>
}

/**
 * What a transaction does. It may run more than once before it is committed, so it changes nothing but the store, and it
 * waits for nothing but the transaction, because other writers wait for it.
 */
export type SqlWork<Result> = (transaction: SqlTransaction) => Promise<Result>

/** What a database said of its time. */
export type ClockSample = Readonly<{
  /** Epoch milliseconds of its clock, when the host's monotonic clock showed `monotonicMs`. */
  databaseMs: number
  monotonicMs: number
  /** Half the time of question and answer: so far may the two be from the same moment. */
  errorMs: number
}>

export type TransactOptions = Readonly<{
  /** Whose rows the work writes: sellers with waiting works take turns; works without one share a turn. */
  sellerId?: string | undefined
  /**
   * Whether the work, run again after it was committed, changes nothing and gives an answer that is right as well, because a unique
   * row of its own decides. Engines that may lose the answer to a COMMIT then write no mark for it.
   */
  isRepeatable?: boolean
}>

/** One database, whichever engine it is. Works are READ COMMITTED or stricter. */
export interface SqlEngine {
  readonly reader: SqlReader
  /**
   * Resolves when what the work wrote is durable; rejects, with nothing written, when the work throws. What a work writes is
   * committed once, and its result is that of the run that was committed, also when an engine loses the answer to a COMMIT.
   */
  transact<Result>(work: SqlWork<Result>, options?: TransactOptions): Promise<Result>
  /**
   * Runs reads that all see one moment, however long they take; writers do not wait for them.
   * @param work may run more than once
   */
  snapshot<Result>(work: (reader: SqlReader) => Promise<Result>): Promise<Result>
  /**
   * Gives a number that stays the same while nobody commits anything, for engines that know it without asking a server.
   * What is read before the program next hears from outside is at least as new.
   */
  readonly dataVersion: (() => number) | undefined
  /**
   * Gives a number that stays the same while every connection to a server stands. When one broke, its server may be gone
   * with commits that no other one knows, though they were read there.
   */
  readonly connectionVersion: (() => number) | undefined
  /** Asks the server that is written to for its time; undefined for engines that run on this host. */
  readonly readClock: (() => Promise<ClockSample>) | undefined
  /** Lets works in flight finish; later ones are refused. */
  close(): Promise<void>
}

/** A database whose tables can be changed. */
export interface SchemaEngine extends SqlEngine {
  /**
   * Runs one statement that changes the schema; engines of the MySQL protocol commit each of them by itself. It is run again
   * when its answer is lost, so it must bear that or fail in a way the caller knows.
   */
  changeSchema(statement: string): Promise<void>
}
