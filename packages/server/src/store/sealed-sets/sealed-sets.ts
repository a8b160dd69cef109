import type { SqlReader, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { addRows, noRows, type RowSum, removeRows, rowSumOf } from '#encryption/row-sum'
import { isSeal, type Seals } from '#encryption/seals'
import { findSealedSet, insertSealedSet, lockSealedSet, setSealedSet } from '#store/tables/sealed-set-statements'

/** A small table whose rows have no events. One sealed sum over all of them tells whether any was altered. */
export type SealedSet = Readonly<{
  table: string
  /** What is sealed, the columns of `key` first. Columns that change in each call are left out. */
  columns: readonly string[]
  /** The columns that name the rows of one change. */
  key: readonly string[]
}>

/** A set as its row has it. */
export type StandingSet = Readonly<{ version: number; rows: RowSum; seal: SqlValue | undefined }>

export type SetChange = Readonly<{
  transaction: SqlTransaction
  seals: Seals
  set: SealedSet
  /** Values of the set's key columns. */
  key: readonly SqlValue[]
}>

/**
 * Changes rows of a sealed table, and its sum with them. Writers of one set wait for each other.
 * @param work changes rows of the key only
 */
export async function changeSealed<Result>(change: SetChange, work: () => Promise<Result>): Promise<Result> {
  const { transaction, seals, set, key } = change
  await transaction.run(lockSealedSet, [set.table])
  const standing = await readSealedSet(transaction, set)
  const before = await readRows(transaction, set, key)
  const result = await work()
  const after = await readRows(transaction, set, key)
  if (standing === undefined) return result
  const rows = addRows(removeRows(standing.rows, rowSeals(seals, set, before)), rowSeals(seals, set, after))
  const version = standing.version
  const wasIntact = isSeal(standing.seal, setSeal(seals, set, { ...standing, version: version - 1 }))
  // A seal that does not fit is left as it is, so that the audit keeps finding it.
  const seal = wasIntact ? setSeal(seals, set, { version, rows }) : (standing.seal ?? null)
  await transaction.run(setSealedSet, [version, rows.count, rows.sum, seal, set.table])
  return result
}

/** Seals a set that has no row yet over its present rows. */
export async function openSealedSet(transaction: SqlTransaction, seals: Seals, set: SealedSet): Promise<void> {
  if ((await readSealedSet(transaction, set)) !== undefined) return
  const standing = await transaction.all(`SELECT ${set.columns.join(', ')} FROM ${set.table}`, [])
  const rows = addRows(noRows, rowSeals(seals, set, standing))
  const seal = setSeal(seals, set, { version: 1, rows })
  await transaction.run(insertSealedSet, [set.table, 1, rows.count, rows.sum, seal])
}

export async function readSealedSet(reader: SqlReader, { table }: SealedSet): Promise<StandingSet | undefined> {
  const row = await reader.one(findSealedSet, [table])
  return row === undefined ? undefined : { version: Number(row[0]), rows: rowSumOf(row[1], row[2]), seal: row[3] }
}

/** The seal of a set's sum. */
export function setSeal(seals: Seals, { table }: SealedSet, { version, rows }: Omit<StandingSet, 'seal'>): Uint8Array {
  return seals.of('sealed_set', [table, version, rows.count, rows.sum])
}

/** One seal per row. */
export function rowSeals(seals: Seals, { table }: SealedSet, rows: readonly SqlRow[]): readonly Uint8Array[] {
  return rows.map((row) => seals.of(table, row))
}

function readRows(
  reader: SqlReader,
  { table, columns, key }: SealedSet,
  values: readonly SqlValue[],
): Promise<readonly SqlRow[]> {
  const where = key.map((column) => `${column} = ?`).join(' AND ')
  return reader.all(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${where}`, values)
}
