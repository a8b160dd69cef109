import { allInList } from '#database/in-list'
import { startOfDay } from '#domain/dates'
import type { Loader } from '#domain/lifecycle/reads'
import type { TemplateReads } from '#domain/lifecycle/template-reads'
import { noClaimsOn } from '#domain/templates/claim-count'
import { createShopGroupFinder } from '#store/reading/shop-groups'
import { findSecretReader } from '#store/tables/app-secret-reader'
import {
  claimedOfRows,
  claimsCountQuery,
  findMemberUsage,
  keyOfCounted,
  memberUsageOfRow,
} from '#store/tables/claim-counters'
import { findPublishedTemplate, findTemplate, findTemplates, templateOfRow } from '#store/tables/coupon-template'
import { findTakenCodes } from '#store/tables/reserved-code'
import type { WriterParts } from './writer-parts.ts'

/** Loads what acts see of templates. */
export function templateLoader({ unit, origin }: WriterParts): Pick<Loader, keyof TemplateReads> {
  const { sellerId } = origin
  return {
    async template(couponId) {
      const row = await unit.one(findTemplate({ sellerId, couponId }))
      return row && templateOfRow(row)
    },
    async templates(couponIds) {
      const rows = await allInList(unit, findTemplates, { sellerId, couponIds })
      return new Map(rows.map(templateOfRow).map((template) => [template.terms.couponId, template]))
    },
    async publishedTemplate({ couponId, byMs }) {
      const row = await unit.one(findPublishedTemplate({ sellerId, couponId, byMs }))
      return row && templateOfRow(row)
    },
    existingGroups: (names) => createShopGroupFinder(unit, sellerId).findExistingGroups(names),
    async takenCodes(codes) {
      const rows = await allInList(unit, findTakenCodes, { sellerId, codes })
      return new Set(rows.map(([code]) => String(code)))
    },
    async memberClaims({ couponId, of }) {
      const rows = await allInList(unit, findMemberUsage, { sellerId, couponId, memberKeys: of.map(keyOfCounted) })
      const counts = new Map(rows.map(memberUsageOfRow).map(({ memberKey, count }) => [memberKey, count]))
      return of.map((by) => counts.get(keyOfCounted(by)))
    },
    async claimsBefore({ couponId, today, of }) {
      if (of.length === 0) return noClaimsOn(today)
      const query = claimsCountQuery(of, { sellerId, couponId, sinceMs: startOfDay(today) })
      return claimedOfRows(await unit.all(query), today)
    },
    secretReader: async ({ appKey, operatorName }) =>
      (await unit.one(findSecretReader({ appKey, operatorName }))) !== undefined,
  }
}
