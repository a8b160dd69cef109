import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

/** The events that are about a member. */
export const memberEventTable = defineTable({
  name: 'member_event',
  key: ['seller_id', 'member_no', 'event_seq'],
  columns: ['seller_id', 'member_no', 'event_seq'],
})

export const insertMemberEvent = insertInto(memberEventTable)

const found = select(['event_seq'])

/** Numbers of the events of a member, in order. */
export const findEventsOfMember = sql`SELECT ${found.text} FROM member_event
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} AND event_seq > ${p.number('afterSeq')} AND event_seq <= ${p.number('upToSeq')} ORDER BY event_seq LIMIT ${p.number('limit')}`

/** The same before a number, the newest first. */
export const findNewestEventsOfMember = sql`SELECT ${found.text} FROM member_event
  WHERE seller_id = ${p.text('sellerId')} AND member_no = ${p.number('memberNo')} AND event_seq < ${p.number('beforeSeq')} ORDER BY event_seq DESC LIMIT ${p.number('limit')}`

/** Decodes a row of either. */
export function eventNumberOfRow(row: SqlRow): number {
  return Number(row[found.at.event_seq])
}
