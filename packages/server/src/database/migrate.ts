import { OperatorError } from '#errors/operator-error'
import type { DdlProfile } from './ddl-profile.ts'
import { createSchemaVersion, findSchemaVersion, insertSchemaVersion } from './schema-version-statements.ts'
import type { SqlEngine, SqlTransaction } from './sql-engine.ts'

/** One step of the schema. Steps go forward only. */
export type Migration = Readonly<{
  /** 1, 2, 3 … without gaps. */
  version: number
  /** Run again after an interruption, they must come to the same. */
  statements: (profile: DdlProfile) => readonly string[]
  /** What statements cannot do to the rows that stand, after them. */
  convert?: (transaction: SqlTransaction) => Promise<void>
}>

/**
 * Brings the store to the newest schema this program knows, in one transaction: programs that open the store at the
 * same time wait, then find it done.
 * @throws OperatorError when a newer program wrote the store
 */
export async function migrate(engine: SqlEngine, profile: DdlProfile, steps: readonly Migration[]): Promise<void> {
  await engine.transact(async (transaction) => {
    await transaction.run(createSchemaVersion(profile), [])
    for (const step of stepsToTake(await standingVersion(transaction), steps)) await take(transaction, profile, step)
  })
}

/** The newest step that was taken; 0 for none. */
export async function standingVersion(transaction: Pick<SqlTransaction, 'one'>): Promise<number> {
  const row = await transaction.one(findSchemaVersion, [])
  return Number(row?.[0] ?? 0)
}

/** @throws OperatorError when a newer program wrote the store */
export function stepsToTake(standing: number, steps: readonly Migration[]): readonly Migration[] {
  const newest = steps.at(-1)?.version ?? 0
  if (standing > newest) throw newerSchema(standing, newest)
  return steps.filter(({ version }) => version > standing)
}

function newerSchema(standing: number, newest: number): OperatorError {
  return new OperatorError(
    `the store was written by a newer Yaoquan (schema ${standing}, this program knows ${newest}): install that version, or restore a backup made by this one`,
  )
}

async function take(transaction: SqlTransaction, profile: DdlProfile, step: Migration): Promise<void> {
  for (const statement of step.statements(profile)) await transaction.run(statement, [])
  await step.convert?.(transaction)
  await transaction.run(insertSchemaVersion, [step.version])
}
