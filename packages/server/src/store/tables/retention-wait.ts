import { numberOf } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { RetentionDue, WaitingRetention } from '#domain/retention/retention-store'

/** Shorter periods that take effect later. */
export const retentionWaitTable = defineTable({
  name: 'retention_wait',
  key: ['seller_id'],
  columns: ['seller_id', 'request_days', 'member_days', 'event_days', 'asked_by', 'asked_at_ms', 'due_ms'],
})

const { text: columns, at } = select(retentionWaitTable.columns)

const insertion = insertInto(retentionWaitTable)

export const findRetentionWait = sql`SELECT ${columns} FROM retention_wait WHERE seller_id = ${p.text('sellerId')}`

/** Those of all sellers; there are few. */
export const listRetentionWaits = sql`SELECT ${columns} FROM retention_wait`

export const deleteRetentionWait = sql`DELETE FROM retention_wait WHERE seller_id = ${p.text('sellerId')}`

export function insertRetentionWait(sellerId: string, waiting: WaitingRetention): BoundStatement {
  const { days, askedBy, askedAtMs, dueMs } = waiting
  const ofKinds = { request_days: days.request, member_days: days.member, event_days: days.event }
  return insertion({ seller_id: sellerId, ...ofKinds, asked_by: askedBy, asked_at_ms: askedAtMs, due_ms: dueMs })
}

export function waitingRetentionOfRow(row: SqlRow): WaitingRetention {
  const kinds = { request: row[at.request_days], member: row[at.member_days], event: row[at.event_days] }
  const days = Object.entries(kinds).flatMap(([kind, cell]) => {
    const count = numberOf(cell)
    return count === undefined ? [] : [[kind, count] as const]
  })
  return {
    days: Object.fromEntries(days),
    askedBy: String(row[at.asked_by]),
    askedAtMs: Number(row[at.asked_at_ms]),
    dueMs: Number(row[at.due_ms]),
  }
}

/** Decodes a row of `listRetentionWaits`. */
export function retentionDueOfRow(row: SqlRow): RetentionDue {
  return { sellerId: String(row[at.seller_id]), dueMs: Number(row[at.due_ms]) }
}
