import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

/** The events that are about a member. */
export const memberEventTable = defineTable({
  name: 'member_event',
  key: ['seller_id', 'member_no', 'event_seq'],
  columns: ['seller_id', 'member_no', 'event_seq'],
})

export const insertMemberEvent = insertInto(memberEventTable)

const found = select(['event_seq'])

/** Takes seller, member, the number before, the last number and limit: numbers of its events, in order. */
export const findEventsOfMember = `SELECT ${found.text} FROM member_event
  WHERE seller_id = ? AND member_no = ? AND event_seq > ? AND event_seq <= ? ORDER BY event_seq LIMIT ?`

/** Decodes a row of `findEventsOfMember`. */
export function eventNumberOfRow(row: SqlRow): number {
  return Number(row[found.at.event_seq])
}
