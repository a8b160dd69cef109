import { bytesOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

export const outRequestTable = defineTable({
  name: 'out_request',
  key: ['seller_id', 'request_no', 'part'],
  columns: [
    'seller_id',
    'request_no',
    'part',
    'content_digest',
    'answer_text',
    'done_at_ms',
    'sign_digest',
    'call_digest',
  ],
})

export const insertOutRequest = insertInto(outRequestTable)

const known = select(['content_digest', 'answer_text', 'call_digest'])

/**
 * The row of a request number, and a row for each call that a signature was received with.
 * Takes seller, number, part, and twice seller and sign digest.
 */
export const findOutRequest = `SELECT content_digest, answer_text, NULL AS call_digest FROM out_request
  WHERE seller_id = ? AND request_no = ? AND part = ?
  UNION ALL SELECT NULL, NULL, call_digest FROM out_request WHERE seller_id = ? AND sign_digest = ?
  UNION ALL SELECT NULL, NULL, call_digest FROM used_sign WHERE seller_id = ? AND sign_digest = ?`

/** What was answered to a request number. */
export type DoneRequest = Readonly<{ contentDigest: Uint8Array; answerText: string }>

/** The answer to the number, if it was used, and the digests of the calls, out of the rows of `findOutRequest`. */
export function knownRequestOfRows(
  rows: readonly SqlRow[],
): Readonly<{ done: DoneRequest | undefined; calls: readonly Uint8Array[] }> {
  const { at } = known
  let done: DoneRequest | undefined
  const calls: Uint8Array[] = []
  for (const row of rows) {
    const contentDigest = bytesOf(row[at.content_digest])
    if (contentDigest === undefined) calls.push(bytesOf(row[at.call_digest]) ?? noDigest)
    else done = { contentDigest, answerText: String(row[at.answer_text]) }
  }
  return { done, calls }
}

/** Equals the digest of no call. */
const noDigest = new Uint8Array(0)
