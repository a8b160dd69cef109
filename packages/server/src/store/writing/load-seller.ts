import { allInList } from '#database/table'
import { findingId, orderOfFinding } from '#domain/findings/finding-id'
import type { SellerReads } from '#domain/lifecycle/seller-reads'
import type { Entry } from '#domain/master-data/master-data-store'
import { findGroupUses } from '#domain/templates/find-group-uses'
import { findUnknown, isShopKnown } from '#store/reading/known-shop'
import { createTemplateReader } from '#store/reading/template-reader'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { findFindingsWith, findingOfFullRow, orderPart } from '#store/tables/reconciliation-finding'
import { findRetentionPolicy, retentionPolicyOfRow } from '#store/tables/retention-policy'
import { findRetentionWait, waitingRetentionOfRow } from '#store/tables/retention-wait'
import { findSellerPolicy, sellerPolicyOfRow } from '#store/tables/seller-policy'
import { shopEntries } from '#store/tables/shop'
import { findShopGroup, shopGroupOfRow } from '#store/tables/shop-group'
import { findWaitingRequests, waitingRequestOfRow } from '#store/tables/waiting-request'
import type { ReadLoaders } from './read-loaders.ts'
import type { WriterParts } from './writer-parts.ts'

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
