import { setTimeout as delay } from 'node:timers/promises'
import { DuplicateKeyError } from '#database/database-errors'
import type { DdlProfile } from '#database/ddl-profile'
import {
  createSchemaStep,
  insertSchemaStep,
  type Migration,
  readSchemaVersion,
  refuseEarlierSchema,
  stepsToTake,
} from '#database/migrate'
import type { SchemaEngine } from '#database/sql-engine'
import { positional } from '#database/statement'
import { OperatorError } from '#errors/operator-error'
import { createCommitMarks } from './commit-marks.ts'
import { DatabaseFault } from './database-fault.ts'

type StepwiseMigration = Readonly<{
  engine: SchemaEngine
  profile: DdlProfile
  steps: readonly Migration[]
  /** Unique to this process. */
  owner: string
  /** How long to wait for another server's migration. */
  patienceMs: number
}>

/**
 * Creates the tables that the engine itself needs, where they are missing.
 * @throws OperatorError when a program from before the present schema wrote the store
 */
export async function createEngineTables({ engine, profile }: Pick<StepwiseMigration, 'engine' | 'profile'>) {
  await refuseEarlierSchema(engine.reader)
  for (const statement of [createSchemaStep(profile), createSchemaLock(profile), createCommitMarks(profile)]) {
    await engine.changeSchema(statement)
  }
}

/** Whether the store lacks steps that this program knows. @throws OperatorError when a newer program wrote the store */
export async function needsMigration({ engine, steps }: Pick<StepwiseMigration, 'engine' | 'steps'>): Promise<boolean> {
  return stepsToTake(await readSchemaVersion(engine.reader), steps).length > 0
}

/**
 * Applies the steps of the schema one statement at a time, because these engines commit each of them. One server does it, under a lock that
 * expires; the others wait. Statements that an interrupted run has executed already are skipped.
 * @throws OperatorError when a newer program wrote the store, or another server's migration takes too long
 */
export async function migrateStepwise(migration: StepwiseMigration): Promise<void> {
  const deadline = performance.now() + migration.patienceMs
  while (await needsMigration(migration)) {
    if (await takeLock(migration)) return takeSteps(migration)
    if (performance.now() > deadline) throw new OperatorError(otherMigrates)
    await delay(waitMs)
  }
}

const otherMigrates = {
  zh: '另一台服务器正在升级数据库结构，等待超时',
  en: 'timed out waiting for another server to upgrade the schema',
}
const waitMs = 200
const renewEveryMs = 5_000

async function takeSteps(migration: StepwiseMigration): Promise<void> {
  const { engine, steps } = migration
  const renewing = setInterval(() => void takeLock(migration).catch(() => undefined), renewEveryMs)
  try {
    for (const step of stepsToTake(await readSchemaVersion(engine.reader), steps)) await takeStep(migration, step)
  } finally {
    clearInterval(renewing)
    await engine.transact((transaction) => transaction.run(positional(freeSchemaLock, [migration.owner])))
  }
}

async function takeStep({ engine, profile }: StepwiseMigration, step: Migration): Promise<void> {
  for (const statement of step.statements(profile)) await runOnce(engine, statement)
  await engine.transact((transaction) => transaction.run(positional(insertSchemaStep, [step.version])))
}

/** Table exists, column exists, key exists. */
const doneAlready = new Set([1050, 1060, 1061])

async function runOnce(engine: SchemaEngine, statement: string): Promise<void> {
  try {
    await engine.changeSchema(statement)
  } catch (error) {
    if (!(error instanceof DatabaseFault) || !doneAlready.has(error.errno)) throw error
  }
}

/** Decided by the row, with the clock of the database. */
async function takeLock({ engine, owner }: StepwiseMigration): Promise<boolean> {
  try {
    return await engine.transact(async (transaction) => {
      const taken = await transaction.run(positional(takeSchemaLock, [owner, owner]))
      if (taken > 0) return true
      if ((await transaction.one(positional(findSchemaLock))) !== undefined) return false
      await transaction.run(positional(insertSchemaLock, [owner]))
      return true
    })
  } catch (error) {
    if (error instanceof DuplicateKeyError) return false
    throw error
  }
}

const lockSeconds = 30

/** Creates the table of the one lock if it does not exist. */
function createSchemaLock({ keyedTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS schema_lock (
    lock_id INTEGER NOT NULL,
    lock_owner VARCHAR(64) NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (lock_id)
  )${keyedTableEnd}`
}

/** Parameters: owner, owner. */
const takeSchemaLock = `UPDATE schema_lock SET lock_owner = ?, locked_until = UNIX_TIMESTAMP() + ${lockSeconds}
  WHERE lock_id = 1 AND (lock_owner = ? OR locked_until <= UNIX_TIMESTAMP())`

/** Parameter: owner. */
const insertSchemaLock = `INSERT INTO schema_lock (lock_id, lock_owner, locked_until)
  VALUES (1, ?, UNIX_TIMESTAMP() + ${lockSeconds})`

const findSchemaLock = 'SELECT lock_owner FROM schema_lock WHERE lock_id = 1'

/** Parameter: owner. */
const freeSchemaLock = 'UPDATE schema_lock SET locked_until = 0 WHERE lock_id = 1 AND lock_owner = ?'
