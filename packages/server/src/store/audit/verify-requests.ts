import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlRow } from '#database/sql-engine'
import { addRows, noRows, type RowSum } from '#encryption/seals'
import { outRequestTable } from '#store/tables/out-request'
import { problemOfSum, type SealedAudit } from './findings.ts'

/** Compares the rows of request numbers with their sum in the head. It cannot name the row. */
export async function verifyRequests(audit: SealedAudit, expected: RowSum): Promise<void> {
  const present = await sumRequests(audit)
  const problem = problemOfSum(present, expected, 'that no write made')
  if (problem !== undefined) audit.findings.add('out_request', `${present.count} rows`, problem)
}

/** The sum over the present rows. Each was written once, with its write. */
async function sumRequests({ reader, sellerId, keyring }: SealedAudit): Promise<RowSum> {
  let sum = noRows
  const waiting: SqlRow[] = []
  const add = () => {
    const rowSeals = waiting.splice(0).map((row) => keyring.rows.of('out_request', row))
    sum = addRows(sum, rowSeals)
  }
  for await (const row of rowsInKeyOrder(reader, { table: outRequestTable, sellerId })) {
    waiting.push(row)
    if (waiting.length === blockSize) add()
  }
  add()
  return sum
}

const blockSize = 500
