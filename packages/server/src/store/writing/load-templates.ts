import { allInList } from '#database/table'
import { startOfDay } from '#domain/dates'
import type { TemplateReads } from '#domain/lifecycle/template-reads'
import type { ClaimCount, ClaimsOf } from '#domain/templates/claim-count'
import { createShopGroupFinder } from '#store/reading/remembered-reading'
import {
  claimedOfRows,
  claimsCountQuery,
  findMemberUsage,
  keyOfCounted,
  memberUsageOfRow,
  rowsOfMembers,
} from '#store/tables/claim-counters'
import { findPublishedTemplate, findTemplate, findTemplates, templateOfRow } from '#store/tables/coupon-template'
import { findTakenCodes } from '#store/tables/reserved-code'
import type { ReadLoaders } from './read-loaders.ts'

/** Loads what acts see of templates. */
export const templateLoaders: ReadLoaders<keyof TemplateReads> = {
  async template({ unit, origin: { sellerId } }, couponId) {
    const row = await unit.one(findTemplate({ sellerId, couponId }))
    return row && templateOfRow(row)
  },
  async templates({ unit, origin: { sellerId } }, couponIds) {
    const rows = await allInList(unit, findTemplates, { sellerId, couponIds })
    return new Map(rows.map(templateOfRow).map((template) => [template.terms.couponId, template]))
  },
  async publishedTemplate({ unit, origin: { sellerId } }, { couponId, byMs }) {
    const row = await unit.one(findPublishedTemplate({ sellerId, couponId, byMs }))
    return row && templateOfRow(row)
  },
  existingGroups: ({ unit, origin: { sellerId } }, names) =>
    createShopGroupFinder(unit, sellerId).findExistingGroups(names),
  async takenCodes({ unit, origin: { sellerId } }, codes) {
    const rows = await allInList(unit, findTakenCodes, { sellerId, codes })
    return new Set(rows.map(([code]) => String(code)))
  },
  async memberClaims({ unit, origin: { sellerId } }, { couponId, of }) {
    const rows = await allInList(unit, findMemberUsage, { sellerId, couponId, memberKeys: of.map(keyOfCounted) })
    const counts = new Map(rows.map(memberUsageOfRow).map(({ memberKey, count }) => [memberKey, count]))
    return of.map((by) => counts.get(keyOfCounted(by)))
  },
  async claimsBefore({ unit, origin: { sellerId } }, { couponId, today, of }) {
    const query = { sellerId, couponId, sinceMs: startOfDay(today) }
    const rowsOf = async (some: readonly ClaimsOf[]) =>
      some.length === 0 ? [] : unit.all(claimsCountQuery(some, query))
    const ofMembers = await rowsOf(of.filter(areMembers).flat())
    const counts: ClaimCount[] = []
    for (const some of of) {
      const rows = areMembers(some) ? rowsOfMembers(ofMembers, some) : await rowsOf(some)
      counts.push(claimedOfRows(rows, today))
    }
    return counts
  },
}

type Members = readonly Extract<ClaimsOf, Readonly<{ kind: 'member' }>>[]

/** Whether claims are those of members, of which one statement counts those of each. */
function areMembers(of: readonly ClaimsOf[]): of is Members {
  return of.every(({ kind }) => kind === 'member')
}
