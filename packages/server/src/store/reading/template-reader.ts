import type { SqlReader } from '#database/sql-engine'
import type { TemplateReader } from '#domain/templates/template-store'
import {
  findTemplate,
  listClosedTemplates,
  listOpenTemplates,
  listTemplates,
  templateOfRow,
} from '#store/tables/coupon-template'

/** Reads templates by their id. */
export function createTemplateReader(reader: SqlReader): TemplateReader {
  return {
    async findTemplate(sellerId, couponId) {
      const row = await reader.one(findTemplate, [sellerId, couponId])
      return row && templateOfRow(row)
    },
    async listTemplates({ sellerId, isClosed, afterCouponId, limit }) {
      const open = isClosed === undefined ? listTemplates : isClosed ? listClosedTemplates : listOpenTemplates
      return (await reader.all(open, [sellerId, afterCouponId, limit])).map(templateOfRow)
    },
  }
}
