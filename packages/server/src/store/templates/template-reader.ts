import type { TemplateReader } from '../../domain/templates/template-store.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import {
  findTemplate,
  listClosedTemplates,
  listOpenTemplates,
  listTemplates,
} from '../statements/template-statements.ts'
import { templateOfRow } from './template-row.ts'

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
