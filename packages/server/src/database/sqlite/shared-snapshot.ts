import type { SqlReader } from '#database/sql-engine'
import type { Connection } from './sqlite-connection.ts'

/**
 * Reads, of which all that run before the program next hears from outside share one snapshot of the file. Each read by
 * itself takes and gives up a lock of the file, two system calls that cost as much as finding the keys of a page.
 * Nothing that was acknowledged is missed: a snapshot is younger than whatever the reads were asked by.
 */
export class SharedSnapshot {
  /** Of this program: what one engine acknowledges may be asked of another one before anything comes from outside. */
  static readonly #open = new Set<SharedSnapshot>()

  readonly #connection: Connection
  #dataVersion: number | undefined

  /** The next read of any engine sees all that is committed now. */
  static endAll(): void {
    for (const snapshot of SharedSnapshot.#open) snapshot.#end()
  }

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

  #end(): void {
    SharedSnapshot.#open.delete(this)
    this.#dataVersion = undefined
    if (this.#connection.isInTransaction) this.#connection.run('COMMIT', [])
  }

  /** Promises go on before the next tick, and events of the outside come after it. */
  #shared(): Connection {
    if (!SharedSnapshot.#open.has(this)) {
      this.#connection.run('BEGIN', [])
      SharedSnapshot.#open.add(this)
      process.nextTick(() => this.#end())
    }
    return this.#connection
  }
}
