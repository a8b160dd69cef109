import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlRow } from '#database/sql-engine'
import { addRows, noRows, type RowSum } from '#encryption/row-sum'
import { outRequestTable } from '#store/tables/out-request'
import type { KeyedAudit } from './findings.ts'

/** Compares the rows of request numbers with their sum in the head. It cannot name the row. */
export async function verifyRequests(audit: KeyedAudit, expected: RowSum): Promise<void> {
  const present = await sumRequests(audit)
  const difference = present.count - expected.count
  if (difference === 0 && Buffer.compare(present.sum, expected.sum) === 0) return
  audit.findings.add('out_request', `${present.count} rows`, requestProblem(difference))
}

/** The sum over the present rows. Each was written once, with its write. */
async function sumRequests({ reader, sellerId, seals }: KeyedAudit): Promise<RowSum> {
  let sum = noRows
  let waiting: SqlRow[] = []
  const add = () => {
    sum = addRows(
      sum,
      waiting.map((row) => seals.of('out_request', row)),
    )
    waiting = []
  }
  for await (const row of rowsInKeyOrder(reader, { table: outRequestTable, sellerId })) {
    waiting.push(row)
    if (waiting.length === blockSize) add()
  }
  add()
  return sum
}

const blockSize = 500

function requestProblem(difference: number): string {
  if (difference < 0) return `${-difference} missing`
  return difference > 0 ? `${difference} that no write made` : 'one or more were altered'
}
