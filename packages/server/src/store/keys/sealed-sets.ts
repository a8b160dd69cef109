import type { SqlReader, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { sql } from '#database/statement'
import { equal } from '#database/table'
import type { KeyGeneration } from '#encryption/key-generation'
import { addRows, isSeal, noRows, removeRows, type Seals } from '#encryption/seals'
import {
  findSealedSet,
  insertSealedSet,
  lockSealedSet,
  type StoredSet,
  sealedSetOfRow,
  setSealedSet,
} from '#store/tables/sealed-set'
import type { Keyring } from './keyring.ts'

/** A small table whose rows have no events. One sealed sum over all of them shows whether any was altered. */
export type SealedSet = Readonly<{
  table: string
  /** What is sealed. Columns that change in each call are left out. */
  columns: readonly string[]
  /** Columns of a later schema: each is sealed by its name where it has a value, so rows from before keep their seals. */
  laterColumns?: readonly string[] | undefined
  /** A condition on the rows that the set has; all by default. */
  where?: string | undefined
}>

/** Cells by their columns. */
export type SetKey = Readonly<Record<string, SqlValue>>

export type SetChange = Readonly<{
  transaction: SqlReader & Pick<SqlTransaction, 'run'>
  keyring: Keyring
  set: SealedSet
  /** Values of key columns of the set. */
  key: SetKey
}>

/**
 * Changes rows of a sealed table, and its sum with them. Writers of one set wait for each other.
 * @param work changes rows of the key only; what it seals in them, it seals under the keys that it is given
 */
export async function changeSealed<Result>(
  change: SetChange,
  work: (keys: KeyGeneration) => Promise<Result>,
): Promise<Result> {
  const { transaction, keyring, set, key } = change
  await transaction.run(lockSealedSet({ setName: set.table }))
  const stored = await readSealedSet(transaction, set)
  const keys = stored === undefined ? keyring.current : await keyring.generation(stored.generation, transaction)
  const before = await readRows(transaction, set, key)
  const result = await work(keys)
  const after = await readRows(transaction, set, key)
  if (stored === undefined) return result
  await storeSum(change, { stored, from: keys, to: keys, before, after })
  return result
}

/**
 * Seals a set under other keys. Nothing is done where that was done.
 * @param reseal seals secrets in rows of the set anew
 */
export async function rekeySealedSet(
  { transaction, keyring, set }: Omit<SetChange, 'key'>,
  to: KeyGeneration,
  reseal: () => Promise<void>,
): Promise<void> {
  if ((await readSealedSet(transaction, set))?.generation === to.generation) return
  await transaction.run(lockSealedSet({ setName: set.table }))
  const stored = await readSealedSet(transaction, set)
  if (stored === undefined) return
  const from = await keyring.generation(stored.generation, transaction)
  const before = await readAll(transaction, set)
  await reseal()
  await storeSum({ transaction, keyring, set }, { stored, from, to, before, after: await readAll(transaction, set) })
}

type Changed = Readonly<{
  stored: StoredSet
  from: KeyGeneration
  to: KeyGeneration
  before: readonly SqlRow[]
  after: readonly SqlRow[]
}>

/** Stores the sum of a set some of whose rows changed. A seal that does not fit stays, so that the audit keeps finding it. */
async function storeSum(
  { transaction, keyring, set }: Omit<SetChange, 'key'>,
  { stored, from, to, before, after }: Changed,
): Promise<void> {
  const { version } = stored
  const rows = addRows(removeRows(stored.rows, rowSeals(keyring.rows, set, before)), rowSeals(keyring.rows, set, after))
  const wasIntact = isSeal(stored.seal, setSeal(from.heads, set, { ...stored, version: version - 1 }))
  const seal = wasIntact ? setSeal(to.heads, set, { version, rows }) : stored.seal
  const { generation } = to
  await transaction.run(setSealedSet(set.table, { generation, version, rows, seal }))
}

type FirstSum = Readonly<{
  rows: readonly SqlRow[]
  /** False for a sum that was deleted. It gets a seal that never fits, so that the set goes on and the audit keeps finding it. */
  isFirst: boolean
}>

/** Stores a sum of a set that has none. */
export async function insertSum(
  { transaction, keyring, set }: Omit<SetChange, 'key'>,
  { rows: present, isFirst }: FirstSum,
): Promise<void> {
  const { generation, heads } = keyring.current
  const rows = addRows(noRows, rowSeals(keyring.rows, set, present))
  const seal = isFirst ? setSeal(heads, set, { version: 1, rows }) : new Uint8Array(sealBytes)
  const record = { set_name: set.table, generation, version: 1, row_count: rows.count, row_sum: rows.sum, seal }
  await transaction.run(insertSealedSet(record))
}

const sealBytes = 32

/** The stored sum of a set; undefined before it is opened. */
export async function readSealedSet(reader: SqlReader, { table }: SealedSet): Promise<StoredSet | undefined> {
  const row = await reader.one(findSealedSet({ setName: table }))
  return row && sealedSetOfRow(row)
}

type SetContent = Pick<StoredSet, 'version' | 'rows'>

/** The seal of a set's sum. @param seals of the set's generation */
export function setSeal(seals: Seals, { table }: SealedSet, { version, rows }: SetContent): Uint8Array {
  return seals.of('sealed_set', [table, version, rows.count, rows.sum])
}

/** Whether the rows of a small table are those that this program wrote. @param reader sees one moment */
export async function isSealedSetIntact(reader: SqlReader, keyring: Keyring, set: SealedSet): Promise<boolean> {
  const stored = await readSealedSet(reader, set)
  if (stored === undefined) return false
  const { heads } = await keyring.generation(stored.generation, reader)
  if (!isSeal(stored.seal, setSeal(heads, set, stored))) return false
  const present = addRows(noRows, rowSeals(keyring.rows, set, await readAll(reader, set)))
  return present.count === stored.rows.count && Buffer.compare(present.sum, stored.rows.sum) === 0
}

/** Every row of a set, with what is sealed of it. */
export function readAll(reader: SqlReader, set: SealedSet): Promise<readonly SqlRow[]> {
  const { table, where } = set
  return reader.all(sql`SELECT ${columnsOf(set)} FROM ${table}${where === undefined ? '' : ` WHERE ${where}`}`())
}

/** One seal per row. */
export function rowSeals(seals: Seals, set: SealedSet, rows: readonly SqlRow[]): readonly Uint8Array[] {
  const { table, columns, laterColumns = [] } = set
  if (laterColumns.length === 0) return rows.map((row) => seals.of(table, row))
  return rows.map((row) => {
    const later = laterColumns.flatMap((column, place) => {
      const value = row[columns.length + place] ?? null
      return value === null ? [] : [column, value]
    })
    return seals.of(table, [...row.slice(0, columns.length), ...later])
  })
}

function columnsOf({ columns, laterColumns = [] }: SealedSet): string {
  return [...columns, ...laterColumns].join(', ')
}

function readRows(reader: SqlReader, set: SealedSet, key: SetKey): Promise<readonly SqlRow[]> {
  return reader.all(sql`SELECT ${columnsOf(set)} FROM ${set.table} WHERE ${equal(Object.keys(key))}`(key))
}
