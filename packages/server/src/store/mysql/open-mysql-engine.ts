import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from '../../config/operator-error.ts'
import type { SqlEngine, SqlReader, SqlWork } from '../sql/sql-engine.ts'
import { withinTransaction } from '../sql/within-transaction.ts'
import { DatabaseFault } from './database-fault.ts'
import { holdTransaction } from './held-transaction.ts'
import { Host } from './host.ts'
import { type HostChange, Hosts } from './hosts.ts'
import { addressText, type MysqlTarget } from './mysql-target.ts'
import type { Session } from './session.ts'
import { Slots } from './slots.ts'

export type MysqlEngineOptions = Readonly<{ onHostChange?: ((change: HostChange) => void) | undefined }>

/**
 * Opens a store on servers of the MySQL protocol. One host is written to; when it fails, operations go on at the next one.
 * A work whose COMMIT was sent and not answered is run again there, and its unique rows decide whether it was done.
 * @throws OperatorError when no host lets us in
 */
export async function openMysqlEngine(target: MysqlTarget, options: MysqlEngineOptions = {}): Promise<SqlEngine> {
  const engine = new MysqlEngine(target, options)
  try {
    await engine.checkAccess()
  } catch (error) {
    await engine.close()
    throw error
  }
  return engine
}

class MysqlEngine implements SqlEngine {
  readonly reader: SqlReader
  readonly #target: MysqlTarget
  readonly #hosts: Hosts<Host>
  readonly #writes: Slots
  readonly #reads: Slots
  #nextRead = 0
  #faults = 0

  constructor(target: MysqlTarget, { onHostChange }: MysqlEngineOptions) {
    this.#target = target
    this.#hosts = new Hosts(
      target.addresses.map((address) => new Host(address, target)),
      {
        probeTimeoutMs: Math.min(1000, Math.ceil(target.timeoutMs / 2)),
        watchEveryMs: 2000,
        probesToReturn: 5,
        onChange: (change) => onHostChange?.(change),
      },
    )
    this.#writes = new Slots(target.connections, target)
    this.#reads = new Slots(target.connections, target)
    this.reader = {
      all: (text, values) => this.#read((session) => session.all(text, values)),
      one: (text, values) => this.#read((session) => session.one(text, values)),
    }
  }

  readonly dataVersion = undefined

  /** A connection that broke unseen is made anew, one that is seen to break is a fault. */
  readonly connectionVersion = (): number => {
    return this.#hosts.all.reduce((sum, host) => sum + host.openedConnections, this.#faults)
  }

  transact<Result>(work: SqlWork<Result>): Promise<Result> {
    return this.#writes.use(() =>
      this.#untilDone(
        () => this.#hosts.writer,
        (session) => inTransaction(session, work),
      ),
    )
  }

  /** @throws OperatorError when user, password or database are refused, or no host answers */
  async checkAccess(): Promise<void> {
    try {
      await this.#read((session) => session.command('SELECT 1'))
    } catch (error) {
      throw error instanceof DatabaseFault && error.kind === 'refused' ? accessRefused(error) : error
    }
  }

  async close(): Promise<void> {
    this.#hosts.close()
    await Promise.all([this.#writes.close(), this.#reads.close()])
    await Promise.all(this.#hosts.all.map((host) => host.close()))
  }

  #read<Result>(operation: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#reads.use(() => this.#untilDone(() => this.#readHost(), operation))
  }

  #readHost(): Host {
    if (this.#target.readsFrom === 'writer') return this.#hosts.writer
    this.#nextRead = (this.#nextRead + 1) % this.#hosts.all.length
    return this.#hosts.all[this.#nextRead] ?? this.#hosts.writer
  }

  /** Repeats what conflicted and what met a host that fails, until patience ends. */
  async #untilDone<Result>(chooseHost: () => Host, operation: (session: Session) => Promise<Result>): Promise<Result> {
    const deadline = performance.now() + this.#target.patienceMs
    for (let failures = 0; ; failures += 1) {
      const host = failures === 0 ? chooseHost() : this.#hosts.writer
      try {
        return await onSession(host, operation)
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.kind === 'refused') throw error
        if (error.kind === 'unavailable') this.#faults += 1
        if (performance.now() > deadline) throw unanswered(this.#target, error)
        if (error.kind === 'unavailable') await this.#hosts.suspect(host)
        await delay(pauseMs(failures))
      }
    }
  }
}

async function onSession<Result>(host: Host, operation: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await host.open()
  try {
    const result = await operation(session)
    session.release()
    return result
  } catch (error) {
    // What a failed statement leaves behind, a transaction or a half-read answer, ends with the connection.
    if (error instanceof DatabaseFault) session.destroy()
    else session.release()
    throw error
  }
}

async function inTransaction<Result>(session: Session, work: SqlWork<Result>): Promise<Result> {
  const held = session.mayLoseTransactions ? holdTransaction(session) : undefined
  await session.command('START TRANSACTION')
  let result: Result
  try {
    result = await withinTransaction(held ?? session, work)
    await held?.checkStands()
  } catch (error) {
    if (!(error instanceof DatabaseFault)) await session.command('ROLLBACK')
    throw error
  }
  await session.command('COMMIT')
  return result
}

/** Jittered, so that two that conflicted do not meet again. */
function pauseMs(failures: number): number {
  return Math.min(100, 2 ** failures) * (0.5 + Math.random())
}

function unanswered({ addresses }: MysqlTarget, { message }: DatabaseFault): OperatorError {
  const names = addresses.map(addressText).join(', ')
  return new OperatorError(`数据库没有应答: ${names} (no database host answers; last: ${message})`)
}

function accessRefused({ message }: DatabaseFault): OperatorError {
  return new OperatorError(`数据库拒绝访问，请检查用户、密码和库名 (the database refuses access: ${message})`)
}
