import { bytesOf, numberOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

export const refusedCallTable = defineTable({
  name: 'refused_call',
  key: ['seller_id', 'request_id'],
  columns: [
    'seller_id',
    'request_id',
    'method',
    'app_key',
    'at_ms',
    'event_seq',
    'error_code',
    'order_digest',
    'order_fen',
    'key_no',
    'content_sealed',
  ],
})

const { text: columns, at } = select(refusedCallTable.columns)

export const insertRefusedCall = insertInto(refusedCallTable)

/** Takes seller and number of the answer. */
export const findRefusedCall = `SELECT ${columns} FROM refused_call WHERE seller_id = ? AND request_id = ?`

/**
 * Takes seller, first moment, the moment after the last, method, error code, moment and number of the refusal before, and limit: refused calls
 * in order of time.
 */
export const listRefusedCalls = `SELECT ${columns} FROM refused_call
  WHERE seller_id = ? AND at_ms >= ? AND at_ms < ? AND method = ? AND error_code = ? AND (at_ms > ? OR request_id > ?)
  ORDER BY at_ms, request_id LIMIT ?`

const entry = select(['request_id', 'method', 'app_key', 'at_ms', 'error_code'])

/**
 * Takes seller, first moment, moment of the refusal before, that moment again and the number of that refusal, and limit: refused calls, the
 * newest first, for `refusalEntryOfRow`. The moment after the last with an empty number begins the list.
 */
export const listNewestRefusals = `SELECT ${entry.text} FROM refused_call
  WHERE seller_id = ? AND at_ms >= ? AND at_ms <= ? AND (at_ms < ? OR request_id < ?)
  ORDER BY at_ms DESC, request_id DESC LIMIT ?`

/**
 * Takes seller, first moment, the moment after the last, and limit: how often the newest calls were refused, and what their orders cost, each
 * counted once, by error code.
 */
export const countRefusalReasons = `SELECT error_code, SUM(calls), SUM(order_fen) FROM (
    SELECT error_code, COUNT(*) AS calls, MAX(order_fen) AS order_fen FROM (
      SELECT error_code, order_digest, order_fen FROM refused_call
        WHERE seller_id = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms DESC LIMIT ?
    ) AS newest GROUP BY error_code, order_digest
  ) AS orders GROUP BY error_code`

/** Takes seller and numbers of answers: those of them that are stored. */
export const findKnownRefusals = inListTexts(
  (marks) => `SELECT request_id FROM refused_call WHERE seller_id = ? AND request_id IN (${marks})`,
)

/** Takes seller, time and limit: numbers of answers before that time, oldest first. */
export const findOldRefusals = `SELECT request_id FROM refused_call WHERE seller_id = ? AND at_ms < ?
  ORDER BY at_ms LIMIT ?`

/** Takes seller and numbers of answers. */
export const deleteRefusals = inListTexts(
  (marks) => `DELETE FROM refused_call WHERE seller_id = ? AND request_id IN (${marks})`,
)

/** A row of `findRefusedCall`. */
export type StoredRefusal = ReturnType<typeof refusedCallOfRow>

/** Decodes a row of `findRefusedCall`. */
export function refusedCallOfRow(row: SqlRow) {
  return {
    requestId: String(row[at.request_id]),
    method: String(row[at.method]),
    appKey: String(row[at.app_key]),
    atMs: Number(row[at.at_ms]),
    eventSeq: numberOf(row[at.event_seq]),
    errorCode: String(row[at.error_code]),
    keyNo: Number(row[at.key_no]),
    contentSealed: bytesOf(row[at.content_sealed]),
  } as const
}

/** Decodes a row of `listNewestRefusals`. */
export function refusalEntryOfRow(row: SqlRow) {
  return {
    requestId: String(row[entry.at.request_id]),
    method: String(row[entry.at.method]),
    appKey: String(row[entry.at.app_key]),
    atMs: Number(row[entry.at.at_ms]),
    errorCode: String(row[entry.at.error_code]),
  } as const
}
