import { bytesOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
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
    'done_at_ms',
    'sign_digest',
    'call_digest',
    'answer_text',
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

const lastUse = select(['request_no', 'last_used_ms'])

/** Takes seller, a number and a limit; gives the numbers after it in order, with the time of their last part, for `lastUseOfRow`. */
export const findNumbersWithLastUse = `SELECT request_no, MAX(done_at_ms) AS last_used_ms FROM out_request
  WHERE seller_id = ? AND request_no > ? GROUP BY request_no ORDER BY request_no LIMIT ?`

export function lastUseOfRow(row: SqlRow): Readonly<{ requestNo: string; lastUsedMs: number }> {
  return { requestNo: String(row[lastUse.at.request_no]), lastUsedMs: Number(row[lastUse.at.last_used_ms]) }
}

/** Takes seller, a moment and a list of numbers; gives those that have a part of that moment or later. */
export const findNumbersUsedSince = inListTexts(
  (marks) => `SELECT DISTINCT request_no FROM out_request
  WHERE seller_id = ? AND done_at_ms >= ? AND request_no IN (${marks})`,
)

const { text: columns, at: allAt } = select(outRequestTable.columns)

/** Takes seller, a list of numbers and a limit; gives their rows in the order of the key. */
export const findOutRequestsOf = inListTexts(
  (marks) => `SELECT ${columns} FROM out_request
  WHERE seller_id = ? AND request_no IN (${marks}) ORDER BY request_no, part LIMIT ?`,
)

/** Takes seller, a list of numbers, and the last row to delete: its number twice and its part. */
export const deleteOutRequests = inListTexts(
  (marks) => `DELETE FROM out_request
  WHERE seller_id = ? AND request_no IN (${marks}) AND (request_no < ? OR (request_no = ? AND part <= ?))`,
)

/** The key of a row of `findOutRequestsOf`. */
export function requestKeyOfRow(row: SqlRow): Readonly<{ requestNo: string; part: number }> {
  return { requestNo: String(row[allAt.request_no]), part: Number(row[allAt.part]) }
}
