import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { RequestSubject, WaitingRequest } from '#domain/people/waiting-request'

/** What people asked for and was neither refused nor done, and what came of it of apps. The text has the subject, who approved it, and what came of it. */
export const waitingRequestTable = defineTable({
  name: 'waiting_request',
  key: ['seller_id', 'request_id'],
  columns: ['seller_id', 'request_id', 'subject_text', 'asked_by', 'asked_at_ms', 'until_ms'],
})

const { text: columns, at } = select(waitingRequestTable.columns)

const insertion = insertInto(waitingRequestTable)

/** Those of a seller, which are few: an act adds no more than 100. */
export const findWaitingRequests = sql`SELECT ${columns} FROM waiting_request WHERE seller_id = ${p.text('sellerId')}`

export const deleteWaitingRequest = sql`DELETE FROM waiting_request
  WHERE seller_id = ${p.text('sellerId')} AND request_id = ${p.text('requestId')}`

export function insertWaitingRequest(sellerId: string, request: WaitingRequest): BoundStatement {
  const { requestId, subject, approvedBy, ended, askedBy, askedAtMs, untilMs } = request
  return insertion({
    seller_id: sellerId,
    request_id: requestId,
    subject_text: JSON.stringify({ ...subject, approvedBy, ended }),
    asked_by: askedBy,
    asked_at_ms: askedAtMs,
    until_ms: untilMs,
  })
}

export function waitingRequestOfRow(row: SqlRow): WaitingRequest {
  const text: RequestSubject & Pick<WaitingRequest, 'approvedBy' | 'ended'> = JSON.parse(String(row[at.subject_text]))
  const { approvedBy, ended, ...subject } = text
  return {
    requestId: String(row[at.request_id]),
    subject,
    approvedBy,
    ended,
    askedBy: String(row[at.asked_by]),
    askedAtMs: Number(row[at.asked_at_ms]),
    untilMs: Number(row[at.until_ms]),
  }
}
