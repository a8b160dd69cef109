import { ofSellerIn } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

/** What removed events and coupons say of each template. */
export const templateCutTable = defineTable({
  name: 'template_cut',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', 'trace_text'],
})

const { text: columns, at } = select(templateCutTable.columns)
const insertion = insertInto(templateCutTable)

/** Takes seller and templates: rows with all columns. */
export const findTemplateCuts = ofSellerIn(`SELECT ${columns} FROM template_cut`, 'coupon_id')

/** Takes the values of `encodeTemplateCut`. */
export const insertTemplateCut = insertion.text

/** Takes text, seller and template. */
export const changeTemplateCut = 'UPDATE template_cut SET trace_text = ? WHERE seller_id = ? AND coupon_id = ?'

/** The values of all columns. */
export function encodeTemplateCut(sellerId: string, couponId: string, text: string): readonly SqlValue[] {
  return insertion.encode({ seller_id: sellerId, coupon_id: couponId, trace_text: text })
}

/** Decodes a row with all columns. */
export function templateCutOfRow(row: SqlRow): Readonly<{ couponId: string; text: string }> {
  return { couponId: String(row[at.coupon_id]), text: String(row[at.trace_text]) }
}
