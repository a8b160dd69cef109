import type { SqlRow } from '#database/sql-engine'
import { addRows, noRows, type RowSum } from '#encryption/row-sum'
import { type KeyedRows, rowsByKey } from './rows-by-key.ts'
import type { KeyedAudit } from './seller-audit.ts'

/** Each row is written once, with its write. Signs of refused calls have a table of their own, which is pruned. */
export const requestRows: KeyedRows = {
  table: 'out_request',
  key: ['request_no', 'part'],
  others: ['content_digest', 'answer_text', 'done_at_ms', 'sign_digest', 'call_digest'],
}

/** Compares the rows of request numbers with their sum in the head. It cannot name the row. */
export async function verifyRequests(audit: KeyedAudit, expected: RowSum): Promise<void> {
  const standing = await sumRequests(audit)
  const difference = standing.count - expected.count
  if (difference === 0 && Buffer.compare(standing.sum, expected.sum) === 0) return
  audit.findings.add('out_request', `${standing.count} rows`, requestProblem(difference))
}

/** The sum over the present rows. */
export async function sumRequests({
  reader,
  sellerId,
  seals,
}: Omit<KeyedAudit, 'findings' | 'phones'>): Promise<RowSum> {
  let sum = noRows
  let waiting: SqlRow[] = []
  const add = () => {
    sum = addRows(
      sum,
      waiting.map((row) => seals.of('out_request', [sellerId, ...row])),
    )
    waiting = []
  }
  for await (const row of rowsByKey(reader, requestRows, sellerId)) {
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
