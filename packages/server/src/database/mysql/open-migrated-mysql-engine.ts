import { randomUUID } from 'node:crypto'
import {
  isUpgrade,
  type Migration,
  readSchemaVersion,
  refuseEarlierSchema,
  refuseUpgrade,
  type SchemaChange,
} from '#database/migrate'
import { mysqlProfile } from '#database/mysql/mysql-profile'
import type { SchemaEngine, SqlEngine } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { deleteOldCommitMarks } from './commit-marks.ts'
import { createEngineTables, migrateStepwise, needsMigration } from './migrate-stepwise.ts'
import type { MysqlTarget } from './mysql-target.ts'
import { type MysqlEngineOptions, openMysqlEngine } from './open-mysql-engine.ts'

export { openMysqlEngine }

/** Whether a missing database becomes a store, and what to do before a store of an earlier version changes; left out, it is refused. */
type Opening = Readonly<{
  mustExist?: boolean | undefined
  onUpgrade?: ((change: SchemaChange) => void) | undefined
}>

/** A change of the schema may go over every row, so its statements may take long. */
const migrationTimeoutMs = 3_600_000

/**
 * Opens a MySQL-protocol store with its schema at the newest step. Several servers may start at the same time.
 * @param options.mustExist refuses a database without our tables: a mistyped name must not become a new store
 * @throws OperatorError when it cannot be reached, refuses us, or was written by a newer program or by one from before
 *   the present schema
 */
export async function openMigratedMysqlEngine(
  target: MysqlTarget,
  steps: readonly Migration[],
  options: MysqlEngineOptions & Opening,
): Promise<SchemaEngine> {
  const engine = await openMysqlEngine(target, options)
  const profile = mysqlProfile(target.flavour)
  try {
    if (options.mustExist) await checkExists(engine, target)
    await createEngineTables({ engine, profile })
    if (await needsMigration({ engine, steps })) {
      const change = { from: (await readSchemaVersion(engine.reader)) ?? 0, to: steps.at(-1)?.version ?? 0 }
      if (isUpgrade(change)) (options.onUpgrade ?? refuseUpgrade)(change)
      await migrateSlowly(target, steps)
    }
    await deleteOldCommitMarks(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

async function checkExists(engine: SqlEngine, { database }: MysqlTarget): Promise<void> {
  await refuseEarlierSchema(engine.reader)
  if ((await readSchemaVersion(engine.reader)) !== undefined) return
  throw new OperatorError({
    zh: `数据库 ${database} 中没有药券的数据，请先执行 seller create 或 serve`,
    en: `the database ${database} contains no Yaoquan data; run seller create or serve first`,
  })
}

async function migrateSlowly(target: MysqlTarget, steps: readonly Migration[]): Promise<void> {
  const engine = await openMysqlEngine({ ...target, connections: 2, timeoutMs: migrationTimeoutMs })
  try {
    await migrateStepwise({
      engine,
      profile: mysqlProfile(target.flavour),
      steps,
      owner: randomUUID(),
      patienceMs: migrationTimeoutMs,
    })
  } finally {
    await engine.close()
  }
}
