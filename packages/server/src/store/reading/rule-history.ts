import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { RuleHistory } from '#domain/explain/rule-history'
import { eventOfRow, findEventsByNumber } from '#store/tables/chain-event'
import { findRuleEventsAfter, findRuleEventsSince } from '#store/tables/rule-event'

/** Finds the events of a rule by the index that is written with them. */
export function createRuleHistory(reader: SqlReader): RuleHistory {
  return {
    async findLaterChanges(sellerId, subject, { atMs, eventSeq }) {
      const rows =
        eventSeq === undefined
          ? await reader.all(findRuleEventsSince({ sellerId, subject, sinceMs: atMs }))
          : await reader.all(findRuleEventsAfter({ sellerId, subject, afterSeq: eventSeq }))
      const [number] = rows.map(([seq]) => Number(seq))
      if (number === undefined) return { count: 0, first: undefined }
      const [row] = await allInList(reader, findEventsByNumber, { sellerId, eventSeqs: [number] })
      if (row === undefined) return { count: rows.length, first: 'removed' }
      const { kind, before } = eventOfRow(row)
      return { count: rows.length, first: { kind, before } }
    },
  }
}
