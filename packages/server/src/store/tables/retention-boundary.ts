import { bytesOf } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import { type RowSum, rowSumOf } from '#encryption/seals'

const changedColumns = [
  'cut_seq',
  'cut_hash',
  'before_ms',
  'coupon_count',
  'terms_sum',
  'states_sum',
  'redemption_count',
  'redemption_sum',
  'template_count',
  'template_sum',
] as const

export const retentionBoundaryTable = defineTable({
  name: 'event_cut',
  key: ['seller_id'],
  columns: ['seller_id', ...changedColumns],
})

const { text: columns, at } = select(retentionBoundaryTable.columns)
const insertion = insertInto(retentionBoundaryTable)
const changed = assign(changedColumns)

/** Up to where a seller's events were removed, and what they came to. */
export type RetentionBoundary = Readonly<{
  /** Number of the last event that was removed; 0: none. */
  seq: number
  /** Its hash, which the next event continues. */
  hash: Uint8Array
  /** The removed events are older, epoch milliseconds. */
  beforeMs: number
  /** How many coupons they issued. */
  coupons: number
  /** Sum of the issued terms of those coupons. */
  terms: RowSum
  /** Sum of the states of those coupons after the last removed event. */
  states: RowSum
  /** Sum of the redemptions that the removed events mention, after the last one. */
  redemptions: RowSum
  /** Sum of the rows of `template_cut`. */
  templates: RowSum
}>

export const findRetentionBoundary = sql`SELECT ${columns} FROM event_cut WHERE seller_id = ${p.text('sellerId')}`

/** Decodes a row of `findRetentionBoundary`. */
export function retentionBoundaryOfRow(row: SqlRow): RetentionBoundary {
  const coupons = Number(row[at.coupon_count])
  return {
    seq: Number(row[at.cut_seq]),
    hash: bytesOf(row[at.cut_hash]) ?? new Uint8Array(0),
    beforeMs: Number(row[at.before_ms]),
    coupons,
    terms: rowSumOf(coupons, row[at.terms_sum]),
    states: rowSumOf(coupons, row[at.states_sum]),
    redemptions: rowSumOf(row[at.redemption_count], row[at.redemption_sum]),
    templates: rowSumOf(row[at.template_count], row[at.template_sum]),
  }
}

export function insertRetentionBoundary(sellerId: string, boundary: RetentionBoundary): BoundStatement {
  return insertion({ seller_id: sellerId, ...cellsOf(boundary) })
}

/** Moves the boundary of a seller. */
export const moveRetentionBoundary = taking(
  sql`UPDATE event_cut SET ${changed} WHERE seller_id = ${p.text('sellerId')} AND cut_seq = ${p.number('fromSeq')}`,
  (sellerId: string, fromSeq: number, to: RetentionBoundary) => ({ ...cellsOf(to), sellerId, fromSeq }),
)

function cellsOf({ seq, hash, beforeMs, coupons, terms, states, redemptions, templates }: RetentionBoundary) {
  return {
    cut_seq: seq,
    cut_hash: hash,
    before_ms: beforeMs,
    coupon_count: coupons,
    terms_sum: terms.sum,
    states_sum: states.sum,
    redemption_count: redemptions.count,
    redemption_sum: redemptions.sum,
    template_count: templates.count,
    template_sum: templates.sum,
  }
}
