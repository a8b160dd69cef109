import { bytesOf, hexOf, numberOf, textOf } from '#database/record'
import { shared } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, type Sql, sql } from '#database/statement'
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

const known = select(['content_digest', 'answer_text', 'call_digest', 'request_no', 'part', 'sign_digest'])

/** Number and signature to look up. */
type LookedUp = Readonly<{
  sellerId: string
  requestNo: string | undefined
  part: number
  signDigest: Uint8Array | undefined
}>

const ofNumber: Sql<LookedUp> = sql`(seller_id = ${p.text('sellerId')} AND request_no = ${p.textOrNull('requestNo')} AND part = ${p.number('part')})`
const ofSign: Sql<LookedUp> = sql`(seller_id = ${p.text('sellerId')} AND sign_digest = ${p.bytesOrNull('signDigest')})`

/** The rows of request numbers, and a row for each call that a signature was received with. */
export const findOutRequests = shared(
  sql`SELECT content_digest, answer_text, NULL AS call_digest, request_no, part, NULL AS sign_digest FROM out_request
  WHERE ${p.anyOf('calls', ofNumber)}
  UNION ALL SELECT NULL, NULL, call_digest, NULL, NULL, sign_digest FROM out_request WHERE ${p.anyOf('calls', ofSign)}
  UNION ALL SELECT NULL, NULL, call_digest, NULL, NULL, sign_digest FROM used_sign WHERE ${p.anyOf('calls', ofSign)}`,
  { kind: 'list', keyOfRow: keyOfKnown, keysOfItem: (item) => keysOfCall(item as LookedUp) },
)

function keyOfKnown(row: SqlRow): string {
  const { at } = known
  const sign = bytesOf(row[at.sign_digest])
  return sign === undefined ? numberKey(row[at.request_no], row[at.part]) : signKey(sign)
}

function keysOfCall({ requestNo, part, signDigest }: LookedUp): readonly string[] {
  return [
    // A number that no row has yet must not look like one that reads `undefined`.
    ...(requestNo === undefined ? [] : [numberKey(requestNo, part)]),
    ...(signDigest === undefined ? [] : [signKey(signDigest)]),
  ]
}

function numberKey(requestNo: SqlValue | undefined, part: SqlValue | undefined): string {
  return `number ${part} ${requestNo}`
}

function signKey(signDigest: Uint8Array): string {
  return `sign ${hexOf(signDigest)}`
}

/** What was answered to a request number. */
export type DoneRequest = Readonly<{ contentDigest: Uint8Array; answerText: string }>

/** The answer to the number, if it was used, and the digests of the calls, out of the rows of `findOutRequests`. */
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

const knownDone = select(['content_digest', 'answer_text', 'done_at_ms'])

/** The row of a request number, for `datedRequestOfRow`. */
export const findDatedRequest = sql`SELECT ${knownDone.text} FROM out_request
  WHERE seller_id = ${p.text('sellerId')} AND request_no = ${p.text('requestNo')} AND part = 0`

/** What was answered to a request number, and when. */
export function datedRequestOfRow(row: SqlRow): DoneRequest & Readonly<{ doneAtMs: number }> {
  const { at } = knownDone
  return {
    contentDigest: bytesOf(row[at.content_digest]) ?? noDigest,
    answerText: String(row[at.answer_text]),
    doneAtMs: Number(row[at.done_at_ms]),
  }
}

const lastUse = select(['request_no', 'last_used_ms'])

/** Gives numbers in order, with the time of their last part, for `lastUseOfRow`. */
export const findNumbersWithLastUse = sql`SELECT request_no, MAX(done_at_ms) AS last_used_ms FROM out_request
  WHERE seller_id = ${p.text('sellerId')} AND request_no > ${p.text('afterNo')} GROUP BY request_no ORDER BY request_no LIMIT ${p.number('limit')}`

export function lastUseOfRow(row: SqlRow): Readonly<{ requestNo: string; lastUsedMs: number }> {
  return { requestNo: String(row[lastUse.at.request_no]), lastUsedMs: Number(row[lastUse.at.last_used_ms]) }
}

const summedNumbers = select(['last_no', 'old_count', 'old_bytes', 'oldest_ms', 'all_count'])

/** Sums up the next numbers in order, for `numberSumOfRow`. `OCTET_LENGTH` counts bytes on every engine. */
export const sumNumbers = sql`SELECT MAX(request_no) AS last_no,
    COALESCE(SUM(CASE WHEN last_used_ms < ${p.number('beforeMs')} THEN 1 ELSE 0 END), 0) AS old_count,
    COALESCE(SUM(CASE WHEN last_used_ms < ${p.number('beforeMs')} THEN byte_count ELSE 0 END), 0) AS old_bytes,
    MIN(last_used_ms) AS oldest_ms, COUNT(*) AS all_count
  FROM (
    SELECT request_no, MAX(done_at_ms) AS last_used_ms, SUM(OCTET_LENGTH(request_no) + OCTET_LENGTH(content_digest)
      + COALESCE(OCTET_LENGTH(sign_digest), 0) + COALESCE(OCTET_LENGTH(call_digest), 0)
      + OCTET_LENGTH(answer_text)) AS byte_count
    FROM out_request WHERE seller_id = ${p.text('sellerId')} AND request_no > ${p.text('afterNo')}
    GROUP BY request_no ORDER BY request_no LIMIT ${p.number('limit')}
  ) numbers`

/** What `sumNumbers` found; `lastNo` is undefined where there is no further number. */
export function numberSumOfRow(
  row: SqlRow,
): Readonly<{ lastNo: string | undefined; old: number; bytes: number; oldestMs: number | undefined; all: number }> {
  const { at } = summedNumbers
  return {
    lastNo: textOf(row[at.last_no]),
    old: Number(row[at.old_count]),
    bytes: Number(row[at.old_bytes]),
    oldestMs: numberOf(row[at.oldest_ms]),
    all: Number(row[at.all_count]),
  }
}

/** Gives those that have a part of that moment or later. */
export const findNumbersUsedSince = sql`SELECT DISTINCT request_no FROM out_request
  WHERE seller_id = ${p.text('sellerId')} AND done_at_ms >= ${p.number('usedFromMs')} AND request_no IN (${p.texts('requestNos')})`

const { text: columns, at: allAt } = select(outRequestTable.columns)

/** Gives their rows in the order of the key. */
export const findOutRequestsOf = sql`SELECT ${columns} FROM out_request
  WHERE seller_id = ${p.text('sellerId')} AND request_no IN (${p.texts('requestNos')}) ORDER BY request_no, part LIMIT ${p.number('limit')}`

/** Deletes rows of numbers up to the last row, which its number and part name. */
export const deleteOutRequests = sql`DELETE FROM out_request
  WHERE seller_id = ${p.text('sellerId')} AND request_no IN (${p.texts('requestNos')}) AND (request_no < ${p.text('lastNo')} OR (request_no = ${p.text('lastNo')} AND part <= ${p.number('lastPart')}))`

/** The key of a row of `findOutRequestsOf`. */
export function requestKeyOfRow(row: SqlRow): Readonly<{ requestNo: string; part: number }> {
  return { requestNo: String(row[allAt.request_no]), part: Number(row[allAt.part]) }
}
