import type { SqlRow, SqlTransaction } from '#database/sql-engine'
import { p, positional, sql } from '#database/statement'
import { insertInto, keyOf, type Table } from '#database/table'

/** The statements that copy rows of one table with all columns. */
type TableTexts = Readonly<{
  /** Parameters: seller, first and last of the second key column. */
  range: string
  /** Parameters: all columns. */
  insert: string
  /** Parameters: the key. */
  delete: string
  /** Counts a seller's rows. Parameter: seller. */
  count: string
}>

/** @param name of the table, if it is renamed */
export function tableTexts(table: Table, name: string = table.name): TableTexts {
  const from = `SELECT ${table.columns.join(', ')} FROM ${name} WHERE seller_id = ?`
  const second = table.key.at(1) ?? ''
  return {
    range: `${from} AND ${second} BETWEEN ? AND ? ORDER BY ${second}`,
    insert: insertInto({ ...table, name }).text,
    delete: `DELETE FROM ${name} WHERE ${table.key.map((column) => `${column} = ?`).join(' AND ')}`,
    count: `SELECT COUNT(*) FROM ${name} WHERE seller_id = ?`,
  }
}

/** Reads the rows of a seller by the second columns of their keys. */
export function findByKeys(table: Table) {
  const from = `SELECT ${table.columns.join(', ')} FROM ${table.name}`
  return sql`${from} WHERE seller_id = ${p.text('sellerId')} AND ${table.key.at(1) ?? ''} IN (${p.cells('keys')})`
}

/** Replaces the rows with the same keys. */
export async function replaceRows(transaction: SqlTransaction, table: Table, rows: readonly SqlRow[]): Promise<void> {
  const texts = tableTexts(table)
  for (const row of rows) await transaction.run(positional(texts.delete, keyOf(table, row)))
  await transaction.insertMany(texts.insert, rows)
}
