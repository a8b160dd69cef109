import { createHash } from 'node:crypto'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import { DatabaseFault } from '#database/mysql/database-fault'
import { fewestStatements } from '#database/mysql/statements-of-writes'
import type { BoundStatement, SqlEngine, SqlTransaction, SqlValue, Write } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { DayReports } from '#domain/reconciliation/day-reports'
import { OperatorError } from '#errors/operator-error'
import { verifySeller } from '#store/audit/verify-seller'
import { Identifiers } from '#store/members/identifiers'
import { createDayReports } from '#store/reconciliation/day-reports'
import { migrations } from '#store/schema/migrations'
import { createLifecycleStore } from '#store/writing/write-once'
import { MemberKeysInMemory } from './member-keys-in-memory.ts'
import { openTestKeyring } from './test-keys.ts'

/** A statement that a transaction executes; `rows` of an insert of many. */
export type Executed = Readonly<{ text: string; values: readonly SqlValue[] }>

type Fault = (statement: Executed) => BoundStatement | undefined

/** The writes of a store whose works do not share commits, as those of a server, on a file. */
export type LaneStore = Readonly<{
  lifecycle: LifecycleStore
  dayReports: DayReports
  engine: SqlEngine
  /** Statements that transactions executed since the last `clear`. */
  executed: Executed[]
  /** Transactions begun since then. */
  transactions: () => number
  /** Messages in which a server would get them since then, without the one that commits. */
  messages: () => number
  clear: () => void
  /** Called with each statement before it is executed; throws where it is to fail, or gives what is executed in its place. */
  setFault: (fault: Fault) => void
  /** Moves the clock, which stands still otherwise. */
  passMs: (ms: number) => void
  /** What an audit of a seller finds. */
  audit: (sellerId: string) => Promise<unknown>
  close: () => Promise<void>
}>

export async function openLaneStore(file: string): Promise<LaneStore> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, migrations)
  return openLaneStoreOn(engine)
}

/** @param engine of an empty store, which it closes */
export async function openLaneStoreOn(engine: SqlEngine): Promise<LaneStore> {
  const executed: Executed[] = []
  let begun = 0
  let messages = 0
  let nowMs = 0
  let fault: Fault = () => undefined
  const note = (statement: BoundStatement): BoundStatement => {
    executed.push(statement)
    return fault(statement) ?? statement
  }
  const noteWrite = (write: Write): Write => {
    const statements = fewestStatements(write)
    const changed = statements.map(note).find((one, place) => one !== statements[place])
    return changed === undefined ? write : { kind: 'run', statement: changed }
  }
  const watched = (transaction: SqlTransaction): SqlTransaction => ({
    async all(statement) {
      messages += 1
      return transaction.all(note(statement))
    },
    async one(statement) {
      messages += 1
      return transaction.one(note(statement))
    },
    async lockOne(statement) {
      messages += 1
      const noted = note(statement)
      return noted === statement ? transaction.lockOne(statement) : transaction.one(noted)
    },
    async run(statement) {
      messages += 1
      return transaction.run(note(statement))
    },
    async insertMany(text, rows) {
      messages += 1
      note(positional(text, rows.flat()))
      return transaction.insertMany(text, rows)
    },
    async allOf(statements) {
      messages += 1
      return transaction.allOf(statements.map(note))
    },
    async writeAll(writes) {
      messages += 1
      return transaction.writeAll(writes.map(noteWrite))
    },
  })
  const watchedEngine: SqlEngine = {
    ...engine,
    sharesCommits: false,
    transact(work, options) {
      begun += 1
      return engine
        .transact((transaction) => work(watched(transaction)), options)
        .catch((error) => {
          throw error instanceof DatabaseFault ? new OperatorError({ zh: '', en: '' }, { cause: error }) : error
        })
    },
  }
  const keyring = await openTestKeyring(engine)
  const memberKeys = new MemberKeysInMemory()
  const identifiers = new Identifiers(keyring, memberKeys)
  return {
    lifecycle: createLifecycleStore({
      engine: watchedEngine,
      keyring,
      identifiers,
      memberKeys,
      monotonicMs: () => nowMs,
    }),
    dayReports: createDayReports({ engine: watchedEngine, keyring }),
    engine,
    executed,
    transactions: () => begun,
    messages: () => messages,
    clear() {
      messages = 0
      executed.length = 0
      begun = 0
      fault = () => undefined
    },
    setFault(next) {
      fault = next
    },
    passMs(ms) {
      nowMs += ms
    },
    audit: (sellerId) => verifySeller({ sellerId, keyring, identifiers, snapshot: (work) => engine.snapshot(work) }),
    close: () => engine.close(),
  }
}

/** Random bytes that depend on a seed alone, so that the same act makes the same ids. */
export function seededBytes(seed: string): (size: number) => Uint8Array {
  let calls = 0
  return (size) => {
    calls += 1
    return createHash('shake256', { outputLength: size }).update(`${seed} ${calls}`).digest()
  }
}
