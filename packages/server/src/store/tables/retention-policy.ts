import { numberOf } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { RetentionDays, RetentionKind, RetentionLease, RetentionPolicy } from '#domain/retention/retention-store'

export const retentionPolicyTable = defineTable({
  name: 'retention_policy',
  key: ['seller_id'],
  columns: [
    'seller_id',
    'request_days',
    'member_days',
    'event_days',
    'set_at_ms',
    'next_pass_ms',
    'unreported_requests',
    'unreported_members',
    'unreported_events',
  ],
})

const { text: columns, at } = select(retentionPolicyTable.columns)

const insertion = insertInto(retentionPolicyTable)

export const findRetentionPolicy = sql`SELECT ${columns} FROM retention_policy WHERE seller_id = ${p.text('sellerId')}`

/** Policies of all sellers; there are few. */
export const listRetentionPolicies = sql`SELECT ${columns} FROM retention_policy
  WHERE request_days IS NOT NULL OR member_days IS NOT NULL OR event_days IS NOT NULL
    OR unreported_requests > 0 OR unreported_members > 0 OR unreported_events > 0`

const changed = assign(['request_days', 'member_days', 'event_days', 'set_at_ms', 'next_pass_ms'])

const change = sql`UPDATE retention_policy SET ${changed} WHERE seller_id = ${p.text('sellerId')}`

export function changeRetentionPolicy(sellerId: string, policy: RetentionPolicy): BoundStatement {
  return change({ ...changedCells(policy), sellerId })
}

export function insertRetentionPolicy(sellerId: string, policy: RetentionPolicy): BoundStatement {
  const nothingRemoved = { unreported_requests: 0, unreported_members: 0, unreported_events: 0 }
  return insertion({ seller_id: sellerId, ...changedCells(policy), ...nothingRemoved })
}

function changedCells({ days, setAtMs, nextPassMs }: RetentionPolicy) {
  const { request, member, event } = days
  const ofKinds = { request_days: request, member_days: member, event_days: event }
  return { ...ofKinds, set_at_ms: setAtMs, next_pass_ms: nextPassMs }
}

export const takeRetentionLease = sql`UPDATE retention_policy SET next_pass_ms = ${p.number('nextPassMs')} WHERE seller_id = ${p.text('sellerId')} AND next_pass_ms = ${p.number('dueMs')}`

/** Counts rows that a lease removed. */
export const countRemoved = {
  request: countingIn('unreported_requests'),
  member: countingIn('unreported_members'),
  event: countingIn('unreported_events'),
} as const satisfies Readonly<Record<RetentionKind, unknown>>

function countingIn(column: string) {
  return sql`UPDATE retention_policy SET ${column} = ${column} + ${p.number('rows')}
  WHERE seller_id = ${p.text('sellerId')} AND next_pass_ms = ${p.number('dueMs')}`
}

export const endRetentionLease = sql`UPDATE retention_policy
  SET next_pass_ms = ${p.number('nextPassMs')}, unreported_requests = 0, unreported_members = 0, unreported_events = 0
  WHERE seller_id = ${p.text('sellerId')} AND next_pass_ms = ${p.number('dueMs')}`

export function retentionPolicyOfRow(row: SqlRow): RetentionPolicy {
  return { days: daysOfRow(row), setAtMs: Number(row[at.set_at_ms]), nextPassMs: Number(row[at.next_pass_ms]) }
}

/** Decodes a row of `listRetentionPolicies`. */
export function retentionLeaseOfRow(row: SqlRow): RetentionLease {
  const { days, nextPassMs } = retentionPolicyOfRow(row)
  return { sellerId: String(row[at.seller_id]), days, dueMs: nextPassMs }
}

function daysOfRow(row: SqlRow): RetentionDays {
  const [request, member, event] = [row[at.request_days], row[at.member_days], row[at.event_days]].map(numberOf)
  return { request, member, event }
}

/** What passes removed and no event tells of. */
export function unreportedOfRow(row: SqlRow): Readonly<Record<RetentionKind, number>> {
  return {
    request: Number(row[at.unreported_requests]),
    member: Number(row[at.unreported_members]),
    event: Number(row[at.unreported_events]),
  }
}
