import mysql, { type Pool, type PoolConnection, type PoolOptions } from 'mysql2/promise'
import { MissingTableError } from '#database/database-errors'
import { positional } from '#database/statement'
import { DatabaseFault } from './database-fault.ts'
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
  /** Connections of transactions, and of everything else. */
  readonly #pools: Readonly<Record<SessionKind, Pool>>
  /** Connections that were set up, with the abilities that `setUpSession` found. */
  readonly #setUp = new WeakMap<object, Abilities>()
  #endsIdleTransactions = true
  #idleEndedAtMs = Number.NEGATIVE_INFINITY
  #openedConnections = 0

  constructor(address: MysqlAddress, target: MysqlTarget) {
    this.name = addressText(address)
    this.#target = target
    this.#pools = {
      writing: mysql.createPool(poolOptions(address, target, 'writing')),
      reading: mysql.createPool(poolOptions(address, target, 'reading')),
    }
  }

  /** Connections made so far for sessions. */
  get openedConnections(): number {
    return this.#openedConnections
  }

  /**
   * A session for exclusive use, set up as the store needs it.
   * @param kind whether for transactions, each of which must be ended, or for single reads and snapshots
   * @param signal ends it, and the wait for it, when the host is known not to answer
   * @throws DatabaseFault
   */
  open(kind: SessionKind, signal?: AbortSignal): Promise<Session> {
    return this.#open(kind, { timeoutMs: this.#target.timeoutMs, signal })
  }

  async #open(kind: SessionKind, options: SessionOptions): Promise<Session> {
    const connection = await this.#connect(kind, options)
    const session = new Session(connection, options)
    const known = this.#setUp.get(connection.connection)
    if (known !== undefined) {
      session.mayLoseTransactions = known.mayLoseTransactions
      session.maxTextBytes = known.maxTextBytes
      return session
    }
    try {
      const abilities = await setUpSession(session, kind, this.#target)
      session.mayLoseTransactions = abilities.mayLoseTransactions
      session.maxTextBytes = abilities.maxTextBytes
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
    await (await this.open('reading')).use(endIdleSessions)
  }

  /** Whether the host answers a read of a table within a deadline. An empty database counts. */
  async isServing(timeoutMs: number): Promise<boolean> {
    try {
      const session = await this.#open('reading', { timeoutMs })
      await session.use(() => session.all(positional(probeText)))
      return true
    } catch (error) {
      return error instanceof MissingTableError
    }
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.end()))
  }

  async #connect(kind: SessionKind, { timeoutMs, signal }: SessionOptions): Promise<PoolConnection> {
    let isLate = false
    const connecting = this.#pools[kind].getConnection().then(
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

/** What a session is used for. Several statements in one text are possible in transactions only. */
type SessionKind = 'reading' | 'writing'

/** Reads have as many connections as transactions, and the probe has one. */
function poolOptions({ host, port }: MysqlAddress, target: MysqlTarget, kind: SessionKind): PoolOptions {
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
    connectionLimit: kind === 'writing' ? connections : connections + 1,
    connectTimeout: timeoutMs,
    charset: 'UTF8MB4_BIN',
    supportBigNumbers: true,
    dateStrings: true,
    enableKeepAlive: true,
    multipleStatements: kind === 'writing' && target.statements === 'together',
    maxPreparedStatements: 1000,
    // Errors name their statement; the driver would take a stack trace for each.
    trace: false,
  }
}

/** Abilities of a host beyond the common protocol. */
type Abilities = Readonly<{
  /** A node of Galera. */
  mayLoseTransactions: boolean
  /** Longest text of several statements; 0 where there may be none. */
  maxTextBytes: number
  /** Ends transactions whose program froze. */
  endsIdleTransactions: boolean
}>

async function setUpSession(
  session: Session,
  kind: SessionKind,
  { timeoutMs, statements }: MysqlTarget,
): Promise<Abilities> {
  // A read must not begin a transaction that nothing ends. In a transaction that a node of Galera took back, nothing may be committed.
  await session.command(`SET SESSION autocommit = ${kind === 'writing' ? 0 : 1}`)
  await session.command('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  await session.command("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'")
  await session.commandUnless(unknownVariable, `SET SESSION innodb_lock_wait_timeout = ${lockWaitSeconds(timeoutMs)}`)
  await session.commandUnless(unknownVariable, `SET SESSION net_write_timeout = ${unreadSeconds}`)
  const endsIdleTransactions = await limitIdleTransactions(session, idleTransactionSeconds)
  // On Galera a read may otherwise miss what another node has committed, for example after a fail-over.
  const wsrep = await session.command("SHOW VARIABLES LIKE 'wsrep_on'")
  const mayLoseTransactions = wsrep?.[1] === 'ON'
  if (mayLoseTransactions) await session.command('SET SESSION wsrep_sync_wait = 1')
  const maxTextBytes = kind === 'writing' && statements === 'together' ? await findMaxTextBytes(session) : 0
  // What was asked began a transaction.
  if (kind === 'writing') await session.command('COMMIT')
  return { mayLoseTransactions, endsIdleTransactions, maxTextBytes }
}

/** Longer texts gain nothing. */
const longestTextBytes = 512 * 1024

/** A host or proxy that refuses several statements in one text executes each by itself. */
async function findMaxTextBytes(session: Session): Promise<number> {
  try {
    session.maxTextBytes = longestTextBytes
    const [rows] = await session.allOf([positional('SELECT @@max_allowed_packet'), positional('SELECT 1')])
    return Math.min(longestTextBytes, Number(rows?.[0]?.[0] ?? 0) / 4)
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.kind !== 'refused') throw error
    return 0
  }
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
