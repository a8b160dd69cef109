import { readValue } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import { outRequestTable } from '#store/tables/out-request'
import { nameInSource, replaceRows, tableTexts } from './moved-tables.ts'
import { syncTable } from './sync-table.ts'

const maxRecent = 100_000
const blockSize = 500

export type RequestCopy = Readonly<{ from: SqlReader; to: SqlEngine; sellerId: string; isFenced: boolean }>

/**
 * Copies the answers to request numbers. Rows never change, so rows since a moment are copied first, after which the target
 * has every row of the source. Only if it has more, those that were removed in the source since, all are compared.
 * @param sinceMs by the clocks of the servers
 */
export async function copyRequests(copy: RequestCopy, sinceMs: number | undefined): Promise<void> {
  if (sinceMs !== undefined && (await copyRecent(copy, sinceMs))) return
  await syncTable({ ...copy, table: outRequestTable })
}

/** @returns whether both sides now have the same rows */
async function copyRecent({ from, to, sellerId, isFenced }: RequestCopy, sinceMs: number): Promise<boolean> {
  const name = nameInSource(outRequestTable, isFenced)
  const text = `SELECT ${outRequestTable.columns.join(', ')} FROM ${name} WHERE seller_id = ? AND done_at_ms >= ? LIMIT ?`
  const rows = await from.all(positional(text, [sellerId, sinceMs, maxRecent]))
  if (rows.length === maxRecent) return false
  for (let start = 0; start < rows.length; start += blockSize) {
    await to.transact((transaction) => replaceRows(transaction, outRequestTable, rows.slice(start, start + blockSize)))
  }
  const [left, right] = [
    await readValue(from, positional(tableTexts(outRequestTable, name).count, [sellerId])),
    await readValue(to.reader, positional(tableTexts(outRequestTable).count, [sellerId])),
  ]
  return Number(left) === Number(right)
}
