import { p, sql } from '#database/statement'
import { defineTable, insertInto } from '#database/table'

/** The events that changed a rule of the seller: its policy, a group of shops, a template. */
export const ruleEventTable = defineTable({
  name: 'rule_event',
  key: ['seller_id', 'subject', 'event_seq'],
  columns: ['seller_id', 'subject', 'event_seq', 'at_ms'],
})

export const insertRuleEvent = insertInto(ruleEventTable)

/** Numbers of its later events, in order. */
export const findRuleEventsAfter = sql`SELECT event_seq FROM rule_event
  WHERE seller_id = ${p.text('sellerId')} AND subject = ${p.text('subject')} AND event_seq > ${p.number('afterSeq')} ORDER BY event_seq`

/** Numbers of its events after that time, in order. */
export const findRuleEventsSince = sql`SELECT event_seq FROM rule_event
  WHERE seller_id = ${p.text('sellerId')} AND subject = ${p.text('subject')} AND at_ms > ${p.number('sinceMs')} ORDER BY event_seq`
