import mysql, { type Pool, type PoolConnection, type PoolOptions } from 'mysql2/promise'
import { MissingTableError } from '../sql/missing-table-error.ts'
import { DatabaseFault } from './database-fault.ts'
import { withDeadline } from './deadline.ts'
import { portError } from './driver-errors.ts'
import { addressText, type MysqlAddress, type MysqlTarget } from './mysql-target.ts'
import { Session } from './session.ts'

/** A read of a table, because a node without quorum still answers `SELECT 1`. */
const probeText = 'SELECT version FROM schema_version LIMIT 1'

/** One database server with the connections to it. */
export class Host {
  /** `host:port`, for messages and logs. */
  readonly name: string
  readonly #target: MysqlTarget
  readonly #pool: Pool
  /** Connections that were set up, and what `setUpSession` found. */
  readonly #setUp = new WeakMap<object, boolean>()
  #openedConnections = 0

  constructor(address: MysqlAddress, target: MysqlTarget) {
    this.name = addressText(address)
    this.#target = target
    this.#pool = mysql.createPool(poolOptions(address, target))
  }

  /** Connections made so far for sessions. */
  get openedConnections(): number {
    return this.#openedConnections
  }

  /**
   * A session that nobody else uses, set up as the store needs it.
   * @throws DatabaseFault
   */
  async open(): Promise<Session> {
    const connection = await this.#connect()
    const session = new Session(connection, this.#target.timeoutMs)
    const mayLoseTransactions = this.#setUp.get(connection.connection)
    if (mayLoseTransactions !== undefined) {
      session.mayLoseTransactions = mayLoseTransactions
      return session
    }
    try {
      session.mayLoseTransactions = await setUpSession(session, this.#target)
    } catch (error) {
      session.destroy()
      throw error
    }
    this.#setUp.set(connection.connection, session.mayLoseTransactions)
    this.#openedConnections += 1
    return session
  }

  /** Whether the host answers for tables, within a deadline. A store that was not made yet counts. */
  async isServing(timeoutMs: number): Promise<boolean> {
    let session: Session | undefined
    try {
      session = new Session(await this.#connect(timeoutMs), timeoutMs)
      await session.all(probeText, [])
      session.release()
      return true
    } catch (error) {
      session?.destroy()
      return error instanceof MissingTableError
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #connect(timeoutMs: number = this.#target.timeoutMs): Promise<PoolConnection> {
    let isLate = false
    const connecting = this.#pool.getConnection().then(
      (connection) => {
        if (isLate) connection.destroy()
        return connection
      },
      (error: unknown) => {
        throw portError(error, `connect to ${this.name}`)
      },
    )
    connecting.catch(() => undefined)
    return withDeadline(connecting, {
      timeoutMs,
      what: `connect to ${this.name}`,
      onTimeout: () => {
        isLate = true
      },
    })
  }
}

/** Twice the connections: as many for reads as for transactions, and one for the probe. */
function poolOptions({ host, port }: MysqlAddress, target: MysqlTarget): PoolOptions {
  const { user, password, database, tls, connections, timeoutMs } = target
  return {
    ...{ host, port, user, password, database },
    ...(tls === undefined
      ? {}
      : { ssl: { rejectUnauthorized: tls.rejectUnauthorized, ...(tls.ca === undefined ? {} : { ca: tls.ca }) } }),
    connectionLimit: 2 * connections + 1,
    connectTimeout: timeoutMs,
    charset: 'UTF8MB4_BIN',
    supportBigNumbers: true,
    dateStrings: true,
    enableKeepAlive: true,
    multipleStatements: false,
    maxPreparedStatements: 1000,
  }
}

/** @returns whether it leads to a node of Galera that can be asked whether a transaction stands, as MariaDB's can */
async function setUpSession(session: Session, { timeoutMs }: MysqlTarget): Promise<boolean> {
  await session.command('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  await session.command("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'")
  // A lock is waited for less long than a host is: who waits for a lock must not think that the host is gone.
  await ifKnown(session, `SET SESSION innodb_lock_wait_timeout = ${Math.max(1, Math.floor(timeoutMs / 2000))}`)
  // On Galera a read may otherwise miss what another node has committed, after a fail-over for example.
  const wsrep = await session.command("SHOW VARIABLES LIKE 'wsrep_on'")
  if (wsrep?.[1] !== 'ON') return false
  await session.command('SET SESSION wsrep_sync_wait = 1')
  return (await session.command("SHOW VARIABLES LIKE 'in_transaction'")) !== undefined
}

const unknownVariable = 1193

async function ifKnown(session: Session, text: string): Promise<void> {
  try {
    await session.command(text)
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.errno !== unknownVariable) throw error
  }
}
