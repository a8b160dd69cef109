import { number, optionalBytes, optionalNumber, record, text } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const call = {
  requestId: text('request_id'),
  method: text('method'),
  appKey: text('app_key'),
  atMs: number('at_ms'),
}
const refused = record({ ...call, eventSeq: optionalNumber('event_seq'), errorCode: text('error_code') })
const content = record({ keyNo: number('key_no'), contentSealed: optionalBytes('content_sealed') })

export const refusedCallTable = defineTable({
  name: 'refused_call',
  key: ['seller_id', 'request_id'],
  columns: ['seller_id', ...refused.columns, 'order_digest', 'order_fen', ...content.columns],
})

const { text: columns, at } = select(refusedCallTable.columns)

export const insertRefusedCall = insertInto(refusedCallTable)

export const findRefusedCall = sql`SELECT ${columns} FROM refused_call WHERE seller_id = ${p.text('sellerId')} AND request_id = ${p.text('requestId')}`

/**
 * Refused calls
 * in order of time.
 */
export const listRefusedCalls = sql`SELECT ${columns} FROM refused_call
  WHERE seller_id = ${p.text('sellerId')} AND at_ms >= ${p.number('fromMs')} AND at_ms < ${p.number('beforeMs')} AND method = ${p.text('method')} AND error_code = ${p.text('errorCode')} AND (at_ms > ${p.number('afterMs')} OR request_id > ${p.text('afterId')})
  ORDER BY at_ms, request_id LIMIT ${p.number('limit')}`

const listed = record({ ...call, errorCode: text('error_code') })
const entry = select(listed.columns)

/**
 * Refused calls, the
 * newest first, for `refusalEntryOfRow`. The moment after the last with an empty number begins the list.
 */
export const listNewestRefusals = sql`SELECT ${entry.text} FROM refused_call
  WHERE seller_id = ${p.text('sellerId')} AND at_ms >= ${p.number('fromMs')} AND at_ms <= ${p.number('beforeMs')} AND (at_ms < ${p.number('beforeMs')} OR request_id < ${p.text('beforeId')})
  ORDER BY at_ms DESC, request_id DESC LIMIT ${p.number('limit')}`

/** Calls that name a member, the newest first. The moment after the last with an empty number begins the list. */
export const listRefusalsOfMember = sql`SELECT ${columns} FROM refused_call
  WHERE seller_id = ${p.text('sellerId')} AND key_no = ${p.number('memberNo')} AND at_ms <= ${p.number('beforeMs')} AND (at_ms < ${p.number('beforeMs')} OR request_id < ${p.text('beforeId')})
  ORDER BY at_ms DESC, request_id DESC LIMIT ${p.number('limit')}`

/**
 * How often the newest calls were refused, and what their orders cost, each
 * counted once, by error code.
 */
export const countRefusalReasons = sql`SELECT error_code, SUM(calls), SUM(order_fen) FROM (
    SELECT error_code, COUNT(*) AS calls, MAX(order_fen) AS order_fen FROM (
      SELECT error_code, order_digest, order_fen FROM refused_call
        WHERE seller_id = ${p.text('sellerId')} AND at_ms >= ${p.number('fromMs')} AND at_ms < ${p.number('beforeMs')} ORDER BY at_ms DESC LIMIT ${p.number('limit')}
    ) AS newest GROUP BY error_code, order_digest
  ) AS orders GROUP BY error_code`

/** Those of them that are stored. */
export const findKnownRefusals = sql`SELECT request_id FROM refused_call WHERE seller_id = ${p.text('sellerId')} AND request_id IN (${p.texts('requestIds')})`

/** Numbers of answers before that time, oldest first. */
export const findOldRefusals = sql`SELECT request_id FROM refused_call WHERE seller_id = ${p.text('sellerId')} AND at_ms < ${p.number('beforeMs')}
  ORDER BY at_ms LIMIT ${p.number('limit')}`

export const deleteRefusals = sql`DELETE FROM refused_call WHERE seller_id = ${p.text('sellerId')} AND request_id IN (${p.texts('requestIds')})`

const [readRefused, readContent] = [refused.decoder(at), content.decoder(at)]

/** A row of `findRefusedCall` or `listRefusalsOfMember`. */
export type StoredRefusal = ReturnType<typeof refusedCallOfRow>

/** Decodes a row of `findRefusedCall` or `listRefusalsOfMember`. */
export function refusedCallOfRow(row: SqlRow) {
  return { ...readRefused(row), ...readContent(row) } as const
}

/** Decodes a row of `listNewestRefusals`. */
export const refusalEntryOfRow = listed.decoder(entry.at)
