import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { startOfDay } from '#domain/dates'
import type { TemplateReader } from '#domain/templates/template-store'
import {
  claimedOfTemplateRow,
  countClaimsByTemplate,
  listOpenUsage,
  memberKey,
  memberUsageOfRow,
} from '#store/tables/claim-counters'
import {
  findOfferedTemplates,
  findPublishedTemplate,
  findTemplate,
  findTemplates,
  findTemplateWithVersion,
  listClosedTemplates,
  listOpenTemplates,
  listTemplates,
  templateOfRow,
} from '#store/tables/coupon-template'
import { findReservedCode, reservedCodeOfRow } from '#store/tables/reserved-code'
import { templateVersionsQuery, versionedTermsOfRow } from '#store/tables/template-version'

/** Reads templates by their id. */
export function createTemplateReader(reader: SqlReader): TemplateReader {
  return {
    async findTemplate(sellerId, couponId, version) {
      const row =
        version === undefined
          ? await reader.one(findTemplate({ sellerId, couponId }))
          : await reader.one(findTemplateWithVersion({ sellerId, couponId, version }))
      return row && templateOfRow(row)
    },
    async findPublishedTemplate(sellerId, couponId, byMs) {
      const row = await reader.one(findPublishedTemplate({ sellerId, couponId, byMs }))
      return row && templateOfRow(row)
    },
    async findOfferedTemplates(sellerId, couponId, byMs) {
      const row = await reader.one(findPublishedTemplate({ sellerId, couponId, byMs }))
      const firstVersion = row === undefined ? 1 : templateOfRow(row).version
      const rows = await reader.all(findOfferedTemplates({ sellerId, couponId, firstVersion }))
      return rows.map(templateOfRow)
    },
    async findTemplates(sellerId, couponIds) {
      return (await allInList(reader, findTemplates, { sellerId, couponIds })).map(templateOfRow)
    },
    async listOpenUsage({ sellerId, memberNo, limit }) {
      const rows = await reader.all(listOpenUsage({ sellerId, memberKey: memberKey(memberNo), limit }))
      return rows.map(memberUsageOfRow)
    },
    async countClaims({ today, ...query }) {
      const rows = await allInList(reader, countClaimsByTemplate, { ...query, sinceMs: startOfDay(today) })
      return rows.map((row) => claimedOfTemplateRow(row, today))
    },
    async findVersions(sellerId, versions) {
      if (versions.length === 0) return []
      return (await reader.all(templateVersionsQuery(sellerId, versions))).map(versionedTermsOfRow)
    },
    async listTemplates({ sellerId, isClosed, afterCouponId, limit }) {
      const open = isClosed === undefined ? listTemplates : isClosed ? listClosedTemplates : listOpenTemplates
      return (await reader.all(open({ sellerId, afterId: afterCouponId, limit }))).map(templateOfRow)
    },
    async findReservedCode(sellerId, code) {
      const row = await reader.one(findReservedCode({ sellerId, couponCode: code }))
      return row && reservedCodeOfRow(row)
    },
  }
}
