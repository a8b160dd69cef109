import { numberOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import { chainEventTable } from './chain-event.ts'

/** Rows that one statement examines, at most. */
export const maxExamined = 2_000

/**
 * The numbers of rows that name no coupon, before a number, the newest first: what concerns the seller, orders, and coupons that were issued.
 * They are under the key of coupons, so what happened to coupons since is left out without a look at it.
 */
const listed = sql`SELECT event_seq AS list_seq FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IS NULL AND event_seq < ${p.number('beforeSeq')} ORDER BY event_seq DESC LIMIT ${maxExamined}`

const bound = select(['examined', 'first_seq', 'newest_seq'])

/** Rows that were looked at. `nextSeq`: the last one, where more follow; undefined at the end. `newestSeq`: undefined where there are none. */
type EventBound = Readonly<{ nextSeq: number | undefined; newestSeq: number | undefined }>

export const findEventBound = sql`SELECT COUNT(*), MIN(list_seq), MAX(list_seq) FROM (${listed}) listed`

/** Decodes the row of `findEventBound`. */
export function eventBoundOfRow(row: SqlRow | undefined): EventBound {
  const isFull = Number(row?.[bound.at.examined] ?? 0) >= maxExamined
  return {
    nextSeq: isFull ? Number(row?.[bound.at.first_seq]) : undefined,
    newestSeq: numberOf(row?.[bound.at.newest_seq]),
  }
}

/** Decoded by `eventOfRow`. */
export const findEventsWithoutCoupon = sql`SELECT ${select(chainEventTable.columns).text} FROM (${listed}) listed
    CROSS JOIN chain_event ON seller_id = ${p.text('sellerId')} AND event_seq = list_seq
    WHERE at_ms >= ${p.number('fromMs')} AND at_ms < ${p.number('untilMs')}
    AND (${p.textOrNull('actor')} IS NULL OR actor = ${p.textOrNull('actor')}) AND kind IN (${p.texts('kinds')}) ORDER BY list_seq DESC LIMIT ${p.number('limit')}`
