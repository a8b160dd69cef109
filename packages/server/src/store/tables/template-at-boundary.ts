import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

/** What removed events and coupons say of each template. */
export const templateAtBoundaryTable = defineTable({
  name: 'template_cut',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', 'trace_text'],
})

const { text: columns, at } = select(templateAtBoundaryTable.columns)
const insertion = insertInto(templateAtBoundaryTable)

/** The rows have all columns. */
export const findTemplatesAtBoundary = sql`SELECT ${columns} FROM template_cut WHERE seller_id = ${p.text('sellerId')} AND coupon_id IN (${p.texts('couponIds')})`

export function insertTemplateAtBoundary(sellerId: string, couponId: string, text: string): BoundStatement {
  return insertion({ seller_id: sellerId, coupon_id: couponId, trace_text: text })
}

export const changeTemplateAtBoundary = sql`UPDATE template_cut SET trace_text = ${p.text('traceText')} WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')}`

/** The row of a template. */
export function encodeTemplateAtBoundary(sellerId: string, couponId: string, text: string): SqlRow {
  return insertion.encode({ seller_id: sellerId, coupon_id: couponId, trace_text: text })
}

/** Decodes a row with all columns. */
export function templateAtBoundaryOfRow(row: SqlRow): Readonly<{ couponId: string; text: string }> {
  return { couponId: String(row[at.coupon_id]), text: String(row[at.trace_text]) }
}
