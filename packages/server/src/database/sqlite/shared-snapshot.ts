import type { SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import type { Connection } from './sqlite-connection.ts'

/**
 * Lets all reads of an engine that run before the next tick share one snapshot of the file. A read by itself takes and releases a lock of
 * the file: two system calls that cost as much as finding the keys of a page. No acknowledged write is missed: requests arrive in later
 * ticks, and the engine ends the snapshot with each commit of its own.
 */
export class SharedSnapshot {
  readonly #connection: Connection
  #isOpen = false
  #dataVersion: number | undefined

  /** @param connection used for nothing else */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** The work of each promise is done when the call returns. */
  readonly reader: SqlReader = {
    all: async (statement) => this.#shared().all(statement),
    one: async (statement) => this.#shared().one(statement),
  }

  /** A number that two snapshots share unless something was committed in between. */
  dataVersion(): number {
    const connection = this.#shared()
    // SQLite counts the commits of all other connections, and this one makes none.
    this.#dataVersion ??= Number(connection.one(positional('PRAGMA data_version'))?.[0])
    return this.#dataVersion
  }

  /** Ends the snapshot: the next read sees everything that is committed now. */
  end(): void {
    this.#isOpen = false
    this.#dataVersion = undefined
    if (this.#connection.isInTransaction) this.#connection.run(positional('COMMIT'))
  }

  /** Promises continue before the next tick, and events from outside come after it. */
  #shared(): Connection {
    if (!this.#isOpen) {
      this.#connection.run(positional('BEGIN'))
      this.#isOpen = true
      process.nextTick(() => this.end())
    }
    return this.#connection
  }
}
