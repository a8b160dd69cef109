import { defineTable, insertInto } from '#database/table'

/** The events that changed a rule of the seller: its policy, a group of shops, a template. */
export const ruleEventTable = defineTable({
  name: 'rule_event',
  key: ['seller_id', 'subject', 'event_seq'],
  columns: ['seller_id', 'subject', 'event_seq', 'at_ms'],
})

export const insertRuleEvent = insertInto(ruleEventTable)

/** Takes seller, subject and a number: numbers of its later events, in order. */
export const findRuleEventsAfter = `SELECT event_seq FROM rule_event
  WHERE seller_id = ? AND subject = ? AND event_seq > ? ORDER BY event_seq`

/** Takes seller, subject and a time: numbers of its events after that time, in order. */
export const findRuleEventsSince = `SELECT event_seq FROM rule_event
  WHERE seller_id = ? AND subject = ? AND at_ms > ? ORDER BY event_seq`
