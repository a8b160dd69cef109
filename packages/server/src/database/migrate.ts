import { OperatorError } from '#errors/operator-error'
import { ifTableExists } from './database-errors.ts'
import type { DdlProfile } from './ddl-profile.ts'
import type { SqlEngine, SqlReader } from './sql-engine.ts'
import { positional } from './statement.ts'

/** One step of the schema. Steps go forward only. */
export type Migration = Readonly<{
  /** 1, 2, 3 … without gaps. */
  version: number
  /** Run again after an interruption, they must have the same effect. */
  statements: (profile: DdlProfile) => readonly string[]
}>

/** The schema of a store that holds data is about to change. */
export type SchemaChange = Readonly<{ from: number; to: number }>

/**
 * Brings the store to the newest schema this program knows, in one transaction: programs that open the store at the
 * same time wait, then find it done.
 * @param beforeUpgrade called, where an earlier version wrote the store, before anything changes and while nobody else can write to
 * it. Without it such a store is refused
 * @throws OperatorError when a newer program wrote the store, one from before the present schema, or one of an earlier version that
 * may not be upgraded here
 */
export async function migrate(
  engine: SqlEngine,
  profile: DdlProfile,
  steps: readonly Migration[],
  beforeUpgrade?: ((change: SchemaChange) => Promise<void>) | undefined,
): Promise<void> {
  await refuseEarlierSchema(engine.reader)
  await engine.transact(async (transaction) => {
    await transaction.run(positional(createSchemaStep(profile)))
    const from = (await readSchemaVersion(transaction)) ?? 0
    const taken = stepsToTake(from, steps)
    const change = { from, to: taken.at(-1)?.version ?? from }
    if (isUpgrade(change)) await (beforeUpgrade ?? refuseUpgrade)(change)
    for (const step of taken) {
      for (const statement of step.statements(profile)) await transaction.run(positional(statement))
      await transaction.run(positional(insertSchemaStep, [step.version]))
    }
  })
}

/** The newest step that was applied; 0 for none, undefined for a database without our tables. */
export async function readSchemaVersion(reader: Pick<SqlReader, 'one'>): Promise<number | undefined> {
  const row = await ifTableExists(reader.one(positional(findSchemaStep)))
  return row === undefined ? undefined : Number(row.at(0))
}

/** @throws OperatorError when a newer program wrote the store */
export function stepsToTake(current: number | undefined, steps: readonly Migration[]): readonly Migration[] {
  const newest = steps.at(-1)?.version ?? 0
  const taken = current ?? 0
  if (taken > newest) throw newerSchema(taken, newest)
  return steps.filter(({ version }) => version > taken)
}

/** Whether a store that holds data gets another schema; a new store has none yet. */
export function isUpgrade({ from, to }: SchemaChange): boolean {
  return from > 0 && to > from
}

/** @throws OperatorError that says how the store is upgraded */
export function refuseUpgrade({ from, to }: SchemaChange): never {
  throw new OperatorError({
    zh: `数据结构版本为 ${from}，本程序为 ${to}：请先停止旧版本，再用本版本启动一次 serve，升级后再执行`,
    en: `the schema of the store is version ${from}, this program has ${to}: stop the earlier version and start serve of this one once, which upgrades it`,
  })
}

/**
 * Refuses a store that was written before the present schema, which this program cannot read.
 * @throws OperatorError that says how to bring its data over
 */
export async function refuseEarlierSchema(reader: Pick<SqlReader, 'all'>): Promise<void> {
  if ((await ifTableExists(reader.all(positional(findEarlierSchema)))) === undefined) return
  throw new OperatorError({
    zh: '数据由较早的版本写入，本版本无法读取：请用写入它的版本执行 yaoquan export --with-phones，再用本版本执行 yaoquan import',
    en: 'an earlier version wrote this store: export it with that version, yaoquan export --with-phones, and import the files with this one, yaoquan import',
  })
}

function newerSchema(current: number, newest: number): OperatorError {
  return new OperatorError({
    zh: `数据由更新版本的药券写入（结构版本 ${current}，本程序为 ${newest}）：请安装该版本，或恢复由本版本所做的备份`,
    en: `the data was written by a newer Yaoquan (schema ${current}, this program has ${newest}): install that version, or restore a backup made by this one`,
  })
}

/** Creates the table of schema steps if it does not exist. */
export function createSchemaStep({ keyedTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS schema_step (version INTEGER NOT NULL, PRIMARY KEY (version))${keyedTableEnd}`
}

/** Parameter: version. */
export const insertSchemaStep = 'INSERT INTO schema_step (version) VALUES (?)'

/** The newest step taken; 0 when the store is empty. */
const findSchemaStep = 'SELECT COALESCE(MAX(version), 0) FROM schema_step'

/** Fails unless the store was written before `schema_step` took the place of this table. */
const findEarlierSchema = 'SELECT version FROM schema_version LIMIT 1'
