import type { SqlValue } from '#database/sql-engine'
import { defineTable, insertInto } from '#database/table'
import type { TemplateTerms } from '#domain/templates/template'

export const templateVersionTable = defineTable({
  name: 'template_version',
  key: ['seller_id', 'coupon_id', 'version'],
  columns: ['seller_id', 'coupon_id', 'version', 'terms_text', 'saved_at_ms'],
})

export const insertTemplateVersion = insertInto(templateVersionTable)

/** Takes seller, template and version; gives the text of the terms. */
export const findTemplateVersion = `SELECT terms_text FROM template_version
  WHERE seller_id = ? AND coupon_id = ? AND version = ?`

/** Reads terms as `JSON.stringify` wrote them. Only this program writes the table, so their type is not checked. */
export function readTerms(text: SqlValue | undefined): TemplateTerms {
  return JSON.parse(String(text)) as TemplateTerms
}
