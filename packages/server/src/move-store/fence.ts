import { ifTableExists, MissingTableError } from '#database/database-errors'
import type { SchemaEngine, SqlEngine } from '#database/sql-engine'
import { positional } from '#database/statement'
import { clearMoveMark, setMoveMark } from '#store/schema/move-mark'
import { fencedName, fencedTables } from './moved-tables.ts'

/**
 * Keeps every server from writing to a store by renaming tables that each write needs: later writes fail and are not
 * acknowledged. Coupons can still be read. Raising it again changes nothing.
 * @param place where the store moves to
 */
export async function raiseFence(engine: SchemaEngine, place: string): Promise<void> {
  await engine.transact((transaction) => setMoveMark(transaction, { kind: 'moved-out', to: place }))
  for (const name of fencedTables) await rename(engine, name, fencedName(name))
}

/** Removes the fence: the store may be written to again. */
export async function lowerFence(engine: SchemaEngine): Promise<void> {
  for (const name of fencedTables.toReversed()) await rename(engine, fencedName(name), name)
  await clearMoveMark(engine)
}

/** `event_head` is renamed first and restored last, since all writes of seller data need it. */
async function rename(engine: SchemaEngine, from: string, to: string): Promise<void> {
  try {
    await engine.changeSchema(`ALTER TABLE ${from} RENAME TO ${to}`)
  } catch (error) {
    if (!(error instanceof MissingTableError) || (await isMissing(engine, to))) throw error
  }
}

/** Whether any table is fenced: an interrupted raising or lowering must be completed first. */
export async function isFenced(engine: SqlEngine): Promise<boolean> {
  for (const name of fencedTables) if (!(await isMissing(engine, fencedName(name)))) return true
  return false
}

async function isMissing(engine: SqlEngine, name: string): Promise<boolean> {
  return (await ifTableExists(engine.reader.all(positional(`SELECT 1 FROM ${name} LIMIT 1`)))) === undefined
}
