import { numberOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { RetentionPolicy, RetentionTurn } from '#domain/retention/retention-store'

export const retentionPolicyTable = defineTable({
  name: 'retention_policy',
  key: ['seller_id'],
  columns: ['seller_id', 'request_days', 'set_at_ms', 'next_pass_ms', 'unreported_requests'],
})

const { text: columns, at } = select(retentionPolicyTable.columns)

export const insertRetentionPolicy = insertInto(retentionPolicyTable)

/** Takes seller. */
export const findRetentionPolicy = `SELECT ${columns} FROM retention_policy WHERE seller_id = ?`

/** Of all sellers; there are few. */
export const listRetentionPolicies = `SELECT ${columns} FROM retention_policy
  WHERE request_days IS NOT NULL OR unreported_requests > 0`

const changed = assign(['request_days', 'set_at_ms', 'next_pass_ms'])

export const encodePolicyChange = changed.encode

/** Takes the values of `encodePolicyChange` and seller. */
export const setRetentionPolicy = `UPDATE retention_policy SET ${changed.text} WHERE seller_id = ?`

/** Takes the end of the turn, seller and the turn. */
export const takeRetentionTurn = 'UPDATE retention_policy SET next_pass_ms = ? WHERE seller_id = ? AND next_pass_ms = ?'

/** Takes a number of rows, seller and the turn. */
export const countRemovedRequests = `UPDATE retention_policy SET unreported_requests = unreported_requests + ?
  WHERE seller_id = ? AND next_pass_ms = ?`

/** Takes when the next pass is due, seller and the turn. */
export const endRetentionTurn = `UPDATE retention_policy SET next_pass_ms = ?, unreported_requests = 0
  WHERE seller_id = ? AND next_pass_ms = ?`

export function retentionPolicyOfRow(row: SqlRow): RetentionPolicy {
  return {
    requestDays: numberOf(row[at.request_days]),
    setAtMs: Number(row[at.set_at_ms]),
    nextPassMs: Number(row[at.next_pass_ms]),
  }
}

/** Decodes a row of `listRetentionPolicies`. */
export function retentionTurnOfRow(row: SqlRow): RetentionTurn {
  const { requestDays, nextPassMs } = retentionPolicyOfRow(row)
  return { sellerId: String(row[at.seller_id]), requestDays, dueMs: nextPassMs }
}

/** Rows that passes removed and no event tells of. */
export function unreportedRequestsOfRow(row: SqlRow): number {
  return Number(row[at.unreported_requests])
}
