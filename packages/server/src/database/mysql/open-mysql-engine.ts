import { setTimeout as delay } from 'node:timers/promises'
import type { ClockSample, SchemaEngine, SqlReader, SqlWork, TransactOptions } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { CommitMarks } from './commit-marks.ts'
import { DatabaseFault } from './database-fault.ts'
import { idleTransactionSeconds, limitIdleTransactions } from './end-idle-sessions.ts'
import { Host } from './host.ts'
import { type HostChange, Hosts } from './hosts.ts'
import { addressText, type MysqlTarget } from './mysql-target.ts'
import { type ReadHostChange, ReadHosts } from './read-hosts.ts'
import { type Session, sampleClock } from './session.ts'
import { type Slot, Slots } from './slots.ts'

export type MysqlEngineOptions = Readonly<{
  onHostChange?: ((change: HostChange) => void) | undefined
  onReadHostChange?: ((change: ReadHostChange) => void) | undefined
}>

/**
 * Opens a store on servers of the MySQL protocol. One host is written to; when it fails, operations go on at the next one.
 * Works are committed exactly once, also when a COMMIT is sent and not answered. Works that write need the table `commit_mark`.
 * @throws OperatorError when no host lets us in
 */
export async function openMysqlEngine(target: MysqlTarget, options: MysqlEngineOptions = {}): Promise<SchemaEngine> {
  const engine = new MysqlEngine(target, options)
  try {
    await engine.checkAccess()
  } catch (error) {
    await engine.close()
    throw error
  }
  return engine
}

class MysqlEngine implements SchemaEngine {
  readonly reader: SqlReader
  readonly #target: MysqlTarget
  readonly #hosts: Hosts<Host>
  /** Undefined where reads go to the host that is written to. */
  readonly #readHosts: ReadHosts<Host> | undefined
  readonly #writes: Slots
  readonly #reads: Slots
  readonly #marks = new CommitMarks()
  #faults = 0

  constructor(target: MysqlTarget, { onHostChange, onReadHostChange }: MysqlEngineOptions) {
    this.#target = target
    const probeTimeoutMs = Math.min(1000, Math.ceil(target.timeoutMs / 2))
    this.#hosts = new Hosts(
      target.addresses.map((address) => new Host(address, target)),
      { probeTimeoutMs, watchEveryMs: 2000, probesToReturn: 5, onChange: (change) => onHostChange?.(change) },
    )
    if (target.readsFrom === 'all') {
      const onChange = (change: ReadHostChange) => onReadHostChange?.(change)
      this.#readHosts = new ReadHosts(this.#hosts.all, { probeTimeoutMs, watchEveryMs: 500, onChange })
    }
    const { connections, patienceMs } = target
    this.#writes = new Slots(connections, { patienceMs, perSeller: 1, ofNoSeller: slotsOfNoSeller(connections) })
    this.#reads = new Slots(connections, { patienceMs })
    this.reader = {
      all: (statement) => this.#read((session) => session.all(statement)),
      one: (statement) => this.#read((session) => session.one(statement)),
    }
  }

  readonly sharesCommits = false

  readonly dataVersion = undefined

  /** A connection that broke unnoticed is replaced; one that breaks in use is a fault. */
  readonly connectionVersion = (): number => {
    return this.#hosts.all.reduce((sum, host) => sum + host.openedConnections, this.#faults)
  }

  /** Clock of the host that takes the writes, since nodes of a cluster have clocks of their own. */
  readonly readClock = (): Promise<ClockSample> => {
    return this.#reads.use(undefined, (slot) => this.#untilDone(slot, { kind: 'reading', operation: sampleClock }))
  }

  transact<Result>(work: SqlWork<Result>, options: TransactOptions = {}): Promise<Result> {
    return this.#writes.use(options.sellerId, async (slot) => {
      const attempts = this.#marks.attempts(work, options)
      try {
        return await this.#untilDone(slot, { kind: 'writing', operation: (session) => attempts.run(session) })
      } finally {
        attempts.done()
      }
    })
  }

  async changeSchema(statement: string): Promise<void> {
    const operation = (session: Session) => session.command(statement)
    await this.#writes.use('', (slot) => this.#untilDone(slot, { kind: 'reading', operation }))
  }

  snapshot<Result>(work: (reader: SqlReader) => Promise<Result>): Promise<Result> {
    return this.#read((session) => inSnapshot(session, work))
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
    this.#readHosts?.close()
    await Promise.all([this.#writes.close(), this.#reads.close()])
    await Promise.all(this.#hosts.all.map((host) => host.close()))
  }

  #read<Result>(operation: (session: Session) => Promise<Result>): Promise<Result> {
    const chooseHost = () => this.#readHosts?.next()
    return this.#reads.use(undefined, (slot) => this.#untilDone(slot, { kind: 'reading', operation, chooseHost }))
  }

  /** Repeats what conflicted and what met a host that fails, until patience ends. In between, the slot is free for others. */
  async #untilDone<Result>(
    slot: Slot,
    { kind, operation, chooseHost = () => undefined }: Operation<Result>,
  ): Promise<Result> {
    const deadline = performance.now() + this.#target.patienceMs
    for (let failures = 0; ; failures += 1) {
      const { host, signal }: ChosenHost = chooseHost() ?? { host: this.#hosts.writer }
      try {
        return await (await host.open(kind, signal)).use(operation)
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.kind === 'refused') throw error
        if (error.kind === 'unavailable') this.#faults += 1
        if (performance.now() > deadline) throw unanswered(this.#target, error)
        await slot.leaveWhile(async () => {
          if (error.kind === 'unavailable') await this.#suspect(host)
          if (error.errno === lockWaitTimedOut) await endIdleTransactions(host)
          await delay(pauseMs(failures))
        }, deadline - performance.now())
      }
    }
  }

  async #suspect(host: Host): Promise<void> {
    await Promise.all([this.#hosts.suspect(host), this.#readHosts?.suspect(host)])
  }
}

type Operation<Result> = Readonly<{
  kind: 'reading' | 'writing'
  operation: (session: Session) => Promise<Result>
  /** Gives a host to read from; without one it is the host that is written to. */
  chooseHost?: () => ChosenHost | undefined
}>

type ChosenHost = Readonly<{ host: Host; signal?: AbortSignal }>

/** Works of no seller that wait for a lock must leave slots for those of sellers: a quarter, at least one of several. */
function slotsOfNoSeller(slots: number): number {
  return Math.max(1, slots - Math.max(1, Math.floor(slots / 4)))
}

async function inSnapshot<Result>(session: Session, work: (reader: SqlReader) => Promise<Result>): Promise<Result> {
  // It locks nothing, and an audit may compute for a while between two reads.
  await limitIdleTransactions(session, idleSnapshotSeconds)
  await session.command('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await session.command('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  try {
    return await work(session)
  } finally {
    await session.restore(async () => {
      await session.command('ROLLBACK')
      await limitIdleTransactions(session, idleTransactionSeconds)
    })
  }
}

const idleSnapshotSeconds = 600

const lockWaitTimedOut = 1205

/** If the host fails meanwhile, the work that follows finds out. */
async function endIdleTransactions(host: Host): Promise<void> {
  try {
    await host.endIdleTransactions()
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
  }
}

/** The jitter keeps two works that conflicted from conflicting again. */
function pauseMs(failures: number): number {
  return Math.min(100, 2 ** failures) * (0.5 + Math.random())
}

function unanswered({ addresses }: MysqlTarget, cause: DatabaseFault): OperatorError {
  const names = addresses.map(addressText).join(', ')
  return new OperatorError(
    { zh: `数据库没有响应: ${names}`, en: `no database host responds: ${names}; last error: ${cause.message}` },
    {
      cause,
    },
  )
}

function accessRefused({ message }: DatabaseFault): OperatorError {
  return new OperatorError({
    zh: '数据库拒绝访问，请检查用户、密码和库名',
    en: `the database refuses access; check user, password and database name: ${message}`,
  })
}
