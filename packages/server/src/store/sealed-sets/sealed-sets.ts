import type { SqlReader, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { addRows, noRows, removeRows } from '#encryption/row-sum'
import { isSeal, type Seals } from '#encryption/seals'
import {
  encodeSealedSet,
  findSealedSet,
  insertSealedSet,
  lockSealedSet,
  type StoredSet,
  sealedSetOfRow,
  setSealedSet,
} from '#store/tables/sealed-set'

/** A small table whose rows have no events. One sealed sum over all of them shows whether any was altered. */
export type SealedSet = Readonly<{
  table: string
  /** What is sealed, the columns of `key` first. Columns that change in each call are left out. */
  columns: readonly string[]
  /** The columns that name the rows of one change. */
  key: readonly string[]
}>

type SetChange = Readonly<{
  transaction: SqlReader & Pick<SqlTransaction, 'run'>
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
  const stored = await readSealedSet(transaction, set)
  const before = await readRows(transaction, set, key)
  const result = await work()
  const after = await readRows(transaction, set, key)
  if (stored === undefined) return result
  const rows = addRows(removeRows(stored.rows, rowSeals(seals, set, before)), rowSeals(seals, set, after))
  const { version } = stored
  const wasIntact = isSeal(stored.seal, setSeal(seals, set, { ...stored, version: version - 1 }))
  // A seal that does not fit is left as it is, so that the audit keeps finding it.
  const seal = wasIntact ? setSeal(seals, set, { version, rows }) : stored.seal
  await transaction.run(setSealedSet, [...encodeSealedSet({ version, rows, seal }), set.table])
  return result
}

/** Seals a set that has no stored sum yet over its present rows. */
export async function openSealedSet(transaction: SqlTransaction, seals: Seals, set: SealedSet): Promise<void> {
  if ((await readSealedSet(transaction, set)) !== undefined) return
  const present = await readAll(transaction, set)
  const rows = addRows(noRows, rowSeals(seals, set, present))
  const seal = setSeal(seals, set, { version: 1, rows })
  const record = { set_name: set.table, version: 1, row_count: rows.count, row_sum: rows.sum, seal }
  await transaction.run(insertSealedSet.text, insertSealedSet.encode(record))
}

/** The stored sum of a set; undefined before it is opened. */
export async function readSealedSet(reader: SqlReader, { table }: SealedSet): Promise<StoredSet | undefined> {
  const row = await reader.one(findSealedSet, [table])
  return row && sealedSetOfRow(row)
}

/** The seal of a set's sum. */
export function setSeal(seals: Seals, { table }: SealedSet, { version, rows }: Omit<StoredSet, 'seal'>): Uint8Array {
  return seals.of('sealed_set', [table, version, rows.count, rows.sum])
}

/** Whether the rows of a small table are those that this program wrote. @param reader sees one moment */
export async function isSealedSetIntact(reader: SqlReader, seals: Seals, set: SealedSet): Promise<boolean> {
  const stored = await readSealedSet(reader, set)
  if (stored === undefined || !isSeal(stored.seal, setSeal(seals, set, stored))) return false
  const present = addRows(noRows, rowSeals(seals, set, await readAll(reader, set)))
  return present.count === stored.rows.count && Buffer.compare(present.sum, stored.rows.sum) === 0
}

/** Every row of a set, with what is sealed of it. */
export function readAll(reader: SqlReader, { table, columns }: SealedSet): Promise<readonly SqlRow[]> {
  return reader.all(`SELECT ${columns.join(', ')} FROM ${table}`, [])
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
