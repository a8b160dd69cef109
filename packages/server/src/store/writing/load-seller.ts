import { allInList } from '#database/table'
import { startOfDay } from '#domain/dates'
import { findingId, orderOfFinding } from '#domain/findings/finding'
import type { SellerReads } from '#domain/lifecycle/seller-reads'
import type { TemplateReads } from '#domain/lifecycle/template-changes'
import type { Entry } from '#domain/master-data/master-data-store'
import type { ClaimCount, ClaimsOf } from '#domain/templates/claim-count'
import { findGroupUses } from '#domain/templates/find-group-uses'
import { findUnknown, isShopKnown } from '#store/reading/master-data-reader'
import { createShopGroupFinder } from '#store/reading/remembered-reading'
import { createTemplateReader } from '#store/reading/template-reader'
import { categoryEntries } from '#store/tables/category'
import {
  claimedOfRows,
  claimsCountQuery,
  findMemberUsage,
  keyOfCounted,
  memberUsageOfRow,
  rowsOfMembers,
} from '#store/tables/claim-counters'
import { findPublishedTemplate, findTemplate, findTemplates, templateOfRow } from '#store/tables/coupon-template'
import type { EntryStatements } from '#store/tables/entry-statements'
import { findFindingsWith, findingOfFullRow, orderPart } from '#store/tables/reconciliation-finding'
import { findTakenCodes } from '#store/tables/reserved-code'
import { findRetentionPolicy, retentionPolicyOfRow } from '#store/tables/retention-policy'
import { findRetentionWait, waitingRetentionOfRow } from '#store/tables/retention-wait'
import { findSellerPolicy, sellerPolicyOfRow } from '#store/tables/seller-policy'
import { shopEntries } from '#store/tables/shop'
import { findShopGroup, shopGroupOfRow } from '#store/tables/shop-group'
import { findWaitingRequests, waitingRequestOfRow } from '#store/tables/waiting-request'
import type { ReadLoaders, WriterParts } from './writer-parts.ts'

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

/** Loads what acts see of what a seller keeps beside coupons and members. */
export const sellerLoaders: ReadLoaders<keyof SellerReads> = {
  shops: (parts, codes) => loadEntries(parts, shopEntries, codes),
  knownShop: ({ unit, origin: { sellerId } }, code) => isShopKnown(unit, sellerId, code),
  unknownShops: ({ unit, origin: { sellerId } }, codes) => findUnknown(unit, shopEntries, { sellerId, codes }),
  unknownCategories: ({ unit, origin: { sellerId } }, codes) => findUnknown(unit, categoryEntries, { sellerId, codes }),
  categories: (parts, codes) => loadEntries(parts, categoryEntries, codes),
  sellerPolicy: async ({ unit, origin: { sellerId } }) =>
    sellerPolicyOfRow(await unit.one(findSellerPolicy({ sellerId }))),
  async retentionPolicy({ unit, origin: { sellerId } }) {
    const row = await unit.one(findRetentionPolicy({ sellerId }))
    return row && retentionPolicyOfRow(row)
  },
  async waitingRetention({ unit, origin: { sellerId } }) {
    const row = await unit.one(findRetentionWait({ sellerId }))
    return row && waitingRetentionOfRow(row)
  },
  async waitingRequests({ unit, origin: { sellerId } }) {
    return (await unit.all(findWaitingRequests({ sellerId }))).map(waitingRequestOfRow)
  },
  async shopGroup({ unit, origin: { sellerId } }, name) {
    const row = await unit.one(findShopGroup({ sellerId, groupName: name }))
    return row && shopGroupOfRow(row)
  },
  async keptFinding({ unit, origin: { sellerId } }, { day, findingId: id }) {
    const orderId = orderOfFinding(id)
    if (orderId === undefined) return undefined
    // Thousands of findings are not decoded while other works of the seller wait.
    const rows = await unit.all(findFindingsWith({ sellerId, dayText: day, part: orderPart(orderId) }))
    return rows.map(findingOfFullRow).find((finding) => findingId(finding) === id)
  },
  async groupUses({ unit, origin: { sellerId, atMs: nowMs } }, name) {
    const templates = createTemplateReader(unit)
    const uses = await findGroupUses({ templates, sellerId, nowMs })
    return uses.filter(({ group }) => group === name)
  },
}

async function loadEntries<E extends Entry>(
  { unit, origin: { sellerId } }: WriterParts,
  { find, ofRow }: EntryStatements<E>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, E>> {
  const rows = await allInList(unit, find, { sellerId, codes })
  return new Map(rows.map(ofRow).map((entry) => [entry.code, entry]))
}
