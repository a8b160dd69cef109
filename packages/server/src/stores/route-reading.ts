import type { Store } from '#store/open-store'
import { SellerMovedError } from '#store/schema/move-mark'

/** Finds the store that keeps a seller's data. @throws OperatorError while that is not open; the fault passes */
export type StoreOf = (sellerId: string) => Store | Promise<Store>

type Reading = Pick<
  Store,
  | 'couponReader'
  | 'couponSearcher'
  | 'lifecycleReader'
  | 'memberReader'
  | 'orderReader'
  | 'redemptionReader'
  | 'reconciliationReader'
  | 'ruleHistory'
  | 'masterDataReader'
  | 'templateReader'
  | 'eventReader'
  | 'eventAuditor'
  | 'figureReader'
  | 'retentionReader'
  | 'policyReader'
  | 'storedPolicies'
  | 'shopGroupReader'
  | 'storedGroups'
  | 'waitingRequests'
  | 'webhookRegistry'
>

/** What is read of sellers, each from the store of its seller. */
export function routeReading(of: StoreOf): Reading {
  return {
    ...routeCoupons(of),
    ...routeRules(of),
    memberReader: {
      findMember: async (sellerId, ...given) => (await of(sellerId)).memberReader.findMember(sellerId, ...given),
      lookUpMembers: async (sellerId, ...given) => (await of(sellerId)).memberReader.lookUpMembers(sellerId, ...given),
      findMembers: async (sellerId, ...given) => (await of(sellerId)).memberReader.findMembers(sellerId, ...given),
      findMembersNamed: async (sellerId, ...given) =>
        (await of(sellerId)).memberReader.findMembersNamed(sellerId, ...given),
      findIdentities: async (sellerId, ...given) =>
        (await of(sellerId)).memberReader.findIdentities(sellerId, ...given),
      listMembers: async (query) => (await of(query.sellerId)).memberReader.listMembers(query),
      listMerges: async (sellerId, ...given) => (await of(sellerId)).memberReader.listMerges(sellerId, ...given),
      countClaims: async (sellerId, ...given) => (await of(sellerId)).memberReader.countClaims(sellerId, ...given),
      countCoupons: async (sellerId, ...given) => (await of(sellerId)).memberReader.countCoupons(sellerId, ...given),
      listCouponCodes: async (query) => (await of(query.sellerId)).memberReader.listCouponCodes(query),
    },
    eventReader: {
      listEvents: async (query) => (await of(query.sellerId)).eventReader.listEvents(query),
      listCouponEvents: async (sellerId, ...given) =>
        (await of(sellerId)).eventReader.listCouponEvents(sellerId, ...given),
      listSellerEvents: async (query) => (await of(query.sellerId)).eventReader.listSellerEvents(query),
      findSeqBefore: async (sellerId, ...given) => (await of(sellerId)).eventReader.findSeqBefore(sellerId, ...given),
      listMemberEvents: async (query) => (await of(query.sellerId)).eventReader.listMemberEvents(query),
      listNewestEventsOfMember: async (query) => (await of(query.sellerId)).eventReader.listNewestEventsOfMember(query),
    },
    eventAuditor: { verifyChain: async (sellerId) => (await of(sellerId)).eventAuditor.verifyChain(sellerId) },
    figureReader: { read: async (sellerId, ...given) => (await of(sellerId)).figureReader.read(sellerId, ...given) },
    webhookRegistry: {
      listWebhooks: async (sellerId) => (await of(sellerId)).webhookRegistry.listWebhooks(sellerId),
      findSecret: async (key) => (await of(key.sellerId)).webhookRegistry.findSecret(key),
    },
  }
}

/**
 * Lists what is read in many parts.
 * @throws SellerMovedError when the seller left the store meanwhile, whose rows may be gone before the list ended
 */
async function* listWhole<Item>(
  of: StoreOf,
  sellerId: string,
  list: (store: Store) => AsyncIterable<Item>,
): AsyncGenerator<Item, void, undefined> {
  const store = await of(sellerId)
  yield* list(store)
  if ((await of(sellerId)) !== store) throw new SellerMovedError(sellerId)
}

type Coupons = 'couponReader' | 'couponSearcher' | 'lifecycleReader' | 'orderReader' | 'redemptionReader'

function routeCoupons(of: StoreOf): Pick<Reading, Coupons | 'reconciliationReader' | 'templateReader'> {
  return {
    couponReader: {
      findCouponPage: async (query) => (await of(query.sellerId)).couponReader.findCouponPage(query),
      findPageTag: async (query) => (await of(query.sellerId)).couponReader.findPageTag(query),
    },
    couponSearcher: {
      searchCoupons: async (search) => (await of(search.sellerId)).couponSearcher.searchCoupons(search),
    },
    lifecycleReader: {
      findCoupon: async (sellerId, ...given) => (await of(sellerId)).lifecycleReader.findCoupon(sellerId, ...given),
      findCoupons: async (sellerId, ...given) => (await of(sellerId)).lifecycleReader.findCoupons(sellerId, ...given),
      findIssuedCoupons: async (sellerId, ...given) =>
        (await of(sellerId)).lifecycleReader.findIssuedCoupons(sellerId, ...given),
      findCouponsOnOrder: async (sellerId, ...given) =>
        (await of(sellerId)).lifecycleReader.findCouponsOnOrder(sellerId, ...given),
    },
    orderReader: {
      findOrder: async (sellerId, ...given) => (await of(sellerId)).orderReader.findOrder(sellerId, ...given),
      searchOrders: async (query) => (await of(query.sellerId)).orderReader.searchOrders(query),
      listOrdersOfMember: async (query) => (await of(query.sellerId)).orderReader.listOrdersOfMember(query),
      listNewestOrdersOfMember: async (query) => (await of(query.sellerId)).orderReader.listNewestOrdersOfMember(query),
    },
    redemptionReader: {
      findRedemption: async (sellerId, ...given) =>
        (await of(sellerId)).redemptionReader.findRedemption(sellerId, ...given),
      listRedemptions: async (query) => (await of(query.sellerId)).redemptionReader.listRedemptions(query),
      findUpload: async (sellerId, ...given) => (await of(sellerId)).redemptionReader.findUpload(sellerId, ...given),
      listUploads: async (query) => (await of(query.sellerId)).redemptionReader.listUploads(query),
    },
    reconciliationReader: {
      findSyncedKinds: async (sellerId) => (await of(sellerId)).reconciliationReader.findSyncedKinds(sellerId),
      findKnownShops: async (sellerId) => (await of(sellerId)).reconciliationReader.findKnownShops(sellerId),
      findNewestSeq: async (sellerId) => (await of(sellerId)).reconciliationReader.findNewestSeq(sellerId),
      listRedemptionsOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listRedemptionsOfDay(sellerId, ...given)),
      listReturnsOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listReturnsOfDay(sellerId, ...given)),
      listTakenBackOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listTakenBackOfDay(sellerId, ...given)),
      listRefusedUsesOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listRefusedUsesOfDay(sellerId, ...given)),
      listLostUploadsOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listLostUploadsOfDay(sellerId, ...given)),
      listOrdersOfDay: (sellerId, ...given) =>
        listWhole(of, sellerId, (store) => store.reconciliationReader.listOrdersOfDay(sellerId, ...given)),
    },
    templateReader: {
      findTemplate: async (sellerId, ...given) => (await of(sellerId)).templateReader.findTemplate(sellerId, ...given),
      findPublishedTemplate: async (sellerId, ...given) =>
        (await of(sellerId)).templateReader.findPublishedTemplate(sellerId, ...given),
      findOfferedTemplates: async (sellerId, ...given) =>
        (await of(sellerId)).templateReader.findOfferedTemplates(sellerId, ...given),
      findTemplates: async (sellerId, ...given) =>
        (await of(sellerId)).templateReader.findTemplates(sellerId, ...given),
      listOpenUsage: async (query) => (await of(query.sellerId)).templateReader.listOpenUsage(query),
      countClaims: async (query) => (await of(query.sellerId)).templateReader.countClaims(query),
      findVersions: async (sellerId, ...given) => (await of(sellerId)).templateReader.findVersions(sellerId, ...given),
      listTemplates: async (query) => (await of(query.sellerId)).templateReader.listTemplates(query),
      findReservedCode: async (sellerId, ...given) =>
        (await of(sellerId)).templateReader.findReservedCode(sellerId, ...given),
    },
  }
}

type Rules = 'ruleHistory' | 'masterDataReader' | 'retentionReader' | 'policyReader' | 'storedPolicies'

function routeRules(of: StoreOf): Pick<Reading, Rules | 'shopGroupReader' | 'storedGroups' | 'waitingRequests'> {
  return {
    ruleHistory: {
      findLaterChanges: async (sellerId, ...given) =>
        (await of(sellerId)).ruleHistory.findLaterChanges(sellerId, ...given),
    },
    masterDataReader: {
      listShops: async (query) => (await of(query.sellerId)).masterDataReader.listShops(query),
      findShop: async (sellerId, ...given) => (await of(sellerId)).masterDataReader.findShop(sellerId, ...given),
      isShopKnown: async (sellerId, ...given) => (await of(sellerId)).masterDataReader.isShopKnown(sellerId, ...given),
      listCategories: async (query) => (await of(query.sellerId)).masterDataReader.listCategories(query),
      findNamed: async (sellerId, ...given) => (await of(sellerId)).masterDataReader.findNamed(sellerId, ...given),
    },
    retentionReader: {
      findPolicy: async (sellerId) => (await of(sellerId)).retentionReader.findPolicy(sellerId),
      findWaiting: async (sellerId) => (await of(sellerId)).retentionReader.findWaiting(sellerId),
      preview: async (kind, query) => (await of(query.sellerId)).retentionReader.preview(kind, query),
    },
    policyReader: { findPolicy: async (sellerId) => (await of(sellerId)).policyReader.findPolicy(sellerId) },
    storedPolicies: { findPolicy: async (sellerId) => (await of(sellerId)).storedPolicies.findPolicy(sellerId) },
    shopGroupReader: {
      findGroups: async (sellerId) => (await of(sellerId)).shopGroupReader.findGroups(sellerId),
      findLatestGroups: async (sellerId) => (await of(sellerId)).shopGroupReader.findLatestGroups(sellerId),
    },
    storedGroups: {
      listGroups: async (sellerId) => (await of(sellerId)).storedGroups.listGroups(sellerId),
      findGroup: async (sellerId, ...given) => (await of(sellerId)).storedGroups.findGroup(sellerId, ...given),
    },
    waitingRequests: {
      listWaitingRequests: async (sellerId) => (await of(sellerId)).waitingRequests.listWaitingRequests(sellerId),
    },
  }
}
