import { setTimeout as delay } from 'node:timers/promises'
import type { DdlProfile } from '#database/ddl-profile'
import { DuplicateKeyError } from '#database/duplicate-key-error'
import { type Migration, refuseEarlierSchema, standingVersion, stepsToTake } from '#database/migrate'
import { createSchemaStep, insertSchemaStep } from '#database/schema-step-statements'
import type { SqlEngine } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { DatabaseFault } from './database-fault.ts'
import {
  createSchemaLock,
  findSchemaLock,
  freeSchemaLock,
  insertSchemaLock,
  takeSchemaLock,
} from './schema-lock-statements.ts'

export type StepwiseMigration = Readonly<{
  engine: SqlEngine
  profile: DdlProfile
  steps: readonly Migration[]
  /** Unlike that of any other process. */
  owner: string
  /** How long another server's migration is waited for. */
  patienceMs: number
}>

/**
 * Whether the store lacks steps that this program knows. Creates the table of steps in a new store.
 * @throws OperatorError when a newer program wrote the store, or one from before the present schema
 */
export async function needsMigration({ engine, profile, steps }: Omit<StepwiseMigration, 'owner' | 'patienceMs'>) {
  await refuseEarlierSchema(engine.reader)
  await engine.transact((transaction) => transaction.run(createSchemaStep(profile), []))
  return stepsToTake(await standingVersion(engine.reader), steps).length > 0
}

/**
 * Takes the steps of the schema one statement at a time, because these engines commit each of them. One server does it, under a
 * lock that ends by itself; the others wait and find it done. What an interrupted run has made already is left as it is.
 * @throws OperatorError when a newer program wrote the store, or another server's migration does not end
 */
export async function migrateStepwise(migration: StepwiseMigration): Promise<void> {
  const { engine, profile } = migration
  await engine.transact((transaction) => transaction.run(createSchemaLock(profile), []))
  const deadline = performance.now() + migration.patienceMs
  while (await needsMigration(migration)) {
    if (await takeLock(migration)) return takeSteps(migration)
    if (performance.now() > deadline) throw new OperatorError(otherMigrates)
    await delay(waitMs)
  }
}

const otherMigrates =
  '另一台服务器正在升级数据库结构，等待超时 (timed out waiting for another server to upgrade the schema)'
const waitMs = 200
const renewEveryMs = 5_000

async function takeSteps(migration: StepwiseMigration): Promise<void> {
  const { engine, steps } = migration
  const renewing = setInterval(() => void takeLock(migration).catch(() => undefined), renewEveryMs)
  try {
    for (const step of stepsToTake(await standingVersion(engine.reader), steps)) await takeStep(migration, step)
  } finally {
    clearInterval(renewing)
    await engine.transact((transaction) => transaction.run(freeSchemaLock, [migration.owner]))
  }
}

async function takeStep({ engine, profile }: StepwiseMigration, step: Migration): Promise<void> {
  for (const statement of step.statements(profile)) await runOnce(engine, statement)
  try {
    await engine.transact((transaction) => transaction.run(insertSchemaStep, [step.version]))
  } catch (error) {
    // The answer to the COMMIT was lost, and the work run again.
    if (!(error instanceof DuplicateKeyError)) throw error
  }
}

/** Table exists, column exists, key exists. */
const doneAlready = new Set([1050, 1060, 1061])

async function runOnce(engine: SqlEngine, statement: string): Promise<void> {
  try {
    await engine.transact((transaction) => transaction.run(statement, []))
  } catch (error) {
    if (!(error instanceof DatabaseFault) || !doneAlready.has(error.errno)) throw error
  }
}

/** The row decides, by the clock of the database. */
async function takeLock({ engine, owner }: StepwiseMigration): Promise<boolean> {
  try {
    return await engine.transact(async (transaction) => {
      const taken = await transaction.run(takeSchemaLock, [owner, owner])
      if (taken > 0) return true
      if ((await transaction.one(findSchemaLock, [])) !== undefined) return false
      await transaction.run(insertSchemaLock, [owner])
      return true
    })
  } catch (error) {
    if (error instanceof DuplicateKeyError) return false
    throw error
  }
}
