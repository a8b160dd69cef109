import type { SqlReader } from '../sql/sql-engine.ts'
import type { Connection } from './connection.ts'

/**
 * Reads, of which all that run before the program next hears from outside share one snapshot of the file. Each read by
 * itself takes and gives up a lock of the file, two system calls that cost as much as finding the keys of a page.
 * Nothing that was acknowledged is missed: a snapshot is younger than whatever the reads were asked by.
 */
export class SharedSnapshot {
  readonly #connection: Connection
  #isOpen = false
  #dataVersion: number | undefined

  /** @param connection used for nothing else */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** The work behind each promise is done when the call returns. */
  readonly reader: SqlReader = {
    all: async (text, values) => this.#shared().all(text, values),
    one: async (text, values) => this.#shared().one(text, values),
  }

  /** A number that two snapshots share when nobody committed anything in between. */
  dataVersion(): number {
    const connection = this.#shared()
    // SQLite counts the commits of all other connections, and this one makes none.
    this.#dataVersion ??= Number(connection.one('PRAGMA data_version', [])?.[0])
    return this.#dataVersion
  }

  /** The next read sees all that is committed now. */
  end(): void {
    this.#isOpen = false
    this.#dataVersion = undefined
    if (this.#connection.isInTransaction) this.#connection.run('COMMIT', [])
  }

  /** Promises go on before the next tick, and events of the outside come after it. */
  #shared(): Connection {
    if (!this.#isOpen) {
      this.#connection.run('BEGIN', [])
      this.#isOpen = true
      process.nextTick(() => this.end())
    }
    return this.#connection
  }
}
