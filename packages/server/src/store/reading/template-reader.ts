import type { SqlReader } from '#database/sql-engine'
import type { TemplateReader } from '#domain/templates/template-store'
import { templateOfRow } from '#store/tables/template-row'
import { findTemplate, listClosedTemplates, listOpenTemplates, listTemplates } from '#store/tables/template-statements'

/** Reads templates by their id. */
export function createTemplateReader(reader: SqlReader): TemplateReader {
  return {
    async findTemplate(sellerId, couponId) {
      const row = await reader.one(findTemplate, [sellerId, couponId])
      return row === undefined ? undefined : templateOfRow(row)
    },
    async listTemplates({ sellerId, isClosed, afterCouponId, limit }) {
      const open = isClosed === undefined ? listTemplates : isClosed ? listClosedTemplates : listOpenTemplates
      return (await reader.all(open, [sellerId, afterCouponId, limit])).map(templateOfRow)
    },
  }
}
