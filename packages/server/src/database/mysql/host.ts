import mysql, { type Pool, type PoolConnection, type PoolOptions } from 'mysql2/promise'
import { MissingTableError } from '#database/missing-table-error'
import { positional } from '#database/statement'
import { withDeadline } from './deadline.ts'
import { portError } from './driver-errors.ts'
import { endIdleSessions, idleTransactionSeconds, limitIdleTransactions } from './end-idle-sessions.ts'
import { addressText, type MysqlAddress, type MysqlTarget } from './mysql-target.ts'
import { Session, type SessionOptions } from './session.ts'

/** Reads a table, because a node without quorum still answers `SELECT 1`. */
const probeText = 'SELECT version FROM schema_step LIMIT 1'

/** One database server with the connections to it. */
export class Host {
  /** `host:port`, for messages and logs. */
  readonly name: string
  readonly #target: MysqlTarget
  readonly #pool: Pool
  /** Connections that were set up, with the abilities that `setUpSession` found. */
  readonly #setUp = new WeakMap<object, Abilities>()
  #endsIdleTransactions = true
  #idleEndedAtMs = Number.NEGATIVE_INFINITY
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
   * A session for exclusive use, set up as the store needs it.
   * @param signal ends it, and the wait for it, when the host is known not to answer
   * @throws DatabaseFault
   */
  open(signal?: AbortSignal): Promise<Session> {
    return this.#open({ timeoutMs: this.#target.timeoutMs, signal })
  }

  async #open(options: SessionOptions): Promise<Session> {
    const connection = await this.#connect(options)
    const session = new Session(connection, options)
    const known = this.#setUp.get(connection.connection)
    if (known !== undefined) {
      session.mayLoseTransactions = known.mayLoseTransactions
      return session
    }
    try {
      const abilities = await setUpSession(session, this.#target)
      session.mayLoseTransactions = abilities.mayLoseTransactions
      this.#endsIdleTransactions = abilities.endsIdleTransactions
      this.#setUp.set(connection.connection, abilities)
    } catch (error) {
      session.destroy()
      throw error
    }
    this.#openedConnections += 1
    return session
  }

  /**
   * After a lock wait timed out: ends the sessions of frozen servers, if the database does not do that itself.
   * @throws DatabaseFault
   */
  async endIdleTransactions(): Promise<void> {
    const nowMs = performance.now()
    if (this.#endsIdleTransactions || nowMs - this.#idleEndedAtMs < 1000 * idleTransactionSeconds) return
    this.#idleEndedAtMs = nowMs
    await (await this.open()).use(endIdleSessions)
  }

  /** Whether the host answers a read of a table within a deadline. An empty database counts. */
  async isServing(timeoutMs: number): Promise<boolean> {
    try {
      const session = await this.#open({ timeoutMs })
      await session.use(() => session.all(positional(probeText)))
      return true
    } catch (error) {
      return error instanceof MissingTableError
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #connect({ timeoutMs, signal }: SessionOptions): Promise<PoolConnection> {
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
      signal,
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
    host,
    port,
    user,
    password,
    database,
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

/** Abilities of a host beyond the common protocol. */
type Abilities = Readonly<{
  /** A node of Galera that reports whether a transaction still exists, as MariaDB's does. */
  mayLoseTransactions: boolean
  /** Ends transactions whose program froze. */
  endsIdleTransactions: boolean
}>

async function setUpSession(session: Session, { timeoutMs }: MysqlTarget): Promise<Abilities> {
  // Otherwise a read would begin a transaction that nothing ends.
  await session.command('SET SESSION autocommit = 1')
  await session.command('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  await session.command("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'")
  await session.commandUnless(unknownVariable, `SET SESSION innodb_lock_wait_timeout = ${lockWaitSeconds(timeoutMs)}`)
  await session.commandUnless(unknownVariable, `SET SESSION net_write_timeout = ${unreadSeconds}`)
  const endsIdleTransactions = await limitIdleTransactions(session, idleTransactionSeconds)
  // On Galera a read may otherwise miss what another node has committed, for example after a fail-over.
  const wsrep = await session.command("SHOW VARIABLES LIKE 'wsrep_on'")
  if (wsrep?.[1] !== 'ON') return { mayLoseTransactions: false, endsIdleTransactions }
  await session.command('SET SESSION wsrep_sync_wait = 1')
  const canBeAsked = (await session.command("SHOW VARIABLES LIKE 'in_transaction'")) !== undefined
  return { mayLoseTransactions: canBeAsked, endsIdleTransactions }
}

/**
 * Shorter than the limit of idle transactions: transactions of a frozen server that wait for a lock give up before the one that has it is
 * ended. Otherwise each would get the lock and keep it. Changes of the schema, whose statements may take an hour, wait for a minute.
 */
function lockWaitSeconds(timeoutMs: number): number {
  return Math.max(idleTransactionSeconds - 1, Math.floor(timeoutMs / 60_000))
}

/** A server that froze while it received many rows is not idle: its transaction ends when they are not read for so long. */
const unreadSeconds = 5

const unknownVariable = 1193
