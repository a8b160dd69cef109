import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import { type RowSum, rowSumOf } from '#encryption/seals'

export const sealedSetTable = defineTable({
  name: 'sealed_set',
  key: ['set_name'],
  columns: ['set_name', 'generation', 'version', 'row_count', 'row_sum', 'seal'],
})

const { text: columns, at } = select(sealedSetTable.columns)

/** The sum over the rows of a table, as it is stored. */
export type StoredSet = Readonly<{
  /** Generation of the keys that encrypt the sum and the rows. */
  generation: number
  version: number
  rows: RowSum
  seal: SqlValue | undefined
}>

export const insertSealedSet = insertInto(sealedSetTable)

/** Locks the row of a set and counts the change. */
export const lockSealedSet = sql`UPDATE sealed_set SET version = version + 1 WHERE set_name = ${p.text('setName')}`

export const findSealedSet = sql`SELECT ${columns} FROM sealed_set WHERE set_name = ${p.text('setName')}`

/** The names of all sets that have a sum. */
export const listSealedSets = sql`SELECT set_name FROM sealed_set`

const changed = assign(['generation', 'version', 'row_count', 'row_sum', 'seal'])

const set = sql`UPDATE sealed_set SET ${changed} WHERE set_name = ${p.text('setName')}`

export function setSealedSet(setName: string, { generation, version, rows, seal }: StoredSet): BoundStatement {
  return set({ generation, version, row_count: rows.count, row_sum: rows.sum, seal, setName })
}

/** Decodes a row of `findSealedSet`. */
export function sealedSetOfRow(row: SqlRow): StoredSet {
  const [generation, version] = [Number(row[at.generation]), Number(row[at.version])]
  return { generation, version, rows: rowSumOf(row[at.row_count], row[at.row_sum]), seal: row[at.seal] }
}

/** Sets that are not sealed under it. */
export const findSetsToRekey = sql`SELECT set_name FROM sealed_set WHERE generation <> ${p.number('generation')}`
