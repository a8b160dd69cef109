import type { SqlRow, SqlTransaction } from '#database/sql-engine'
import type { MovedTable } from './moved-tables.ts'
import { tableTexts } from './table-texts.ts'

/** Puts rows in the place of those that stand under their keys. */
export async function replaceRows(
  transaction: SqlTransaction,
  table: MovedTable,
  rows: readonly SqlRow[],
): Promise<void> {
  const texts = tableTexts(table)
  for (const row of rows) await transaction.run(texts.delete, row.slice(0, table.key.length))
  await transaction.insertMany(texts.insert, rows)
}
