import type { SqlRow, SqlTransaction } from '#database/sql-engine'
import { keyOf, type Table } from '#database/table'
import { tableTexts } from './table-texts.ts'

/** Replaces the rows with the same keys. */
export async function replaceRows(transaction: SqlTransaction, table: Table, rows: readonly SqlRow[]): Promise<void> {
  const texts = tableTexts(table)
  for (const row of rows) await transaction.run(texts.delete, keyOf(table, row))
  await transaction.insertMany(texts.insert, rows)
}
