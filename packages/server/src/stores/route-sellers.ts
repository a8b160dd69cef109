import type { Store } from '#store/open-store'
import { SellerMovedError } from '#store/schema/move-mark'
import type { StoreOf, WithinStore } from './seller-places.ts'

type Coupons =
  | 'couponReader'
  | 'couponSearcher'
  | 'lifecycleReader'
  | 'templateReader'
  | 'redemptionReader'
  | 'orderReader'
type Members = 'memberReader' | 'erasures' | 'retentionReader' | 'retentionWork'
type Rules = 'policyReader' | 'storedPolicies' | 'shopGroupReader' | 'storedGroups' | 'masterDataReader' | 'ruleHistory'
type Days = 'reconciliationReader' | 'dayReports' | 'figureReader' | 'figureFolder' | 'expiryRecorder'
type Events = 'eventReader' | 'eventAuditor' | 'noticeRecorder' | 'refusalLog' | 'webhookRegistry' | 'deliveryQueue'
type Acts = 'lifecycleStore' | 'sharedActs' | 'jobStore' | 'waitingRequests'

/** `within`: as `of`, and again where the seller has just been moved. */
type Routes = Readonly<{ of: StoreOf; within: WithinStore }>

/** `onEach`: does something on the directory and on each other store that is open. */
type Whole = Readonly<{ directory: Store; onEach: (work: (store: Store) => Promise<void>) => Promise<void> }>

/**
 * What is read and written of sellers, each in the store of its seller. Lists of what is due, which background work asks for, are those of
 * the directory alone: each store has background work of its own.
 */
export function routeSellers(
  { of, within }: Routes,
  { directory, onEach }: Whole,
): Pick<Store, Coupons | Members | Rules | Days | Events | Acts> {
  const at = passedOn(async (sellerId, work) => work(await of(sellerId)))
  const again = passedOn(within)
  return {
    couponReader: at('couponReader', 'findCouponPage', 'findPageTag'),
    couponSearcher: at('couponSearcher', 'searchCoupons'),
    lifecycleReader: at('lifecycleReader', 'findCoupon', 'findCoupons', 'findIssuedCoupons', 'findCouponsOnOrder'),
    templateReader: at(
      'templateReader',
      'findTemplate',
      'findPublishedTemplate',
      'findOfferedTemplates',
      'findTemplates',
      'findVersions',
      'findReservedCode',
      'listTemplates',
      'listOpenUsage',
      'countClaims',
    ),
    redemptionReader: at('redemptionReader', 'findRedemption', 'listRedemptions', 'findUpload', 'listUploads'),
    orderReader: at('orderReader', 'findOrder', 'searchOrders', 'listOrdersOfMember', 'listNewestOrdersOfMember'),
    memberReader: at(
      'memberReader',
      'findMember',
      'lookUpMembers',
      'findMembers',
      'findMembersNamed',
      'findIdentities',
      'listMembers',
      'listMerges',
      'countClaims',
      'countCoupons',
      'listCouponCodes',
    ),
    policyReader: at('policyReader', 'findPolicy'),
    storedPolicies: at('storedPolicies', 'findPolicy'),
    shopGroupReader: at('shopGroupReader', 'findGroups', 'findLatestGroups'),
    storedGroups: at('storedGroups', 'listGroups', 'findGroup'),
    masterDataReader: at('masterDataReader', 'listShops', 'findShop', 'isShopKnown', 'listCategories', 'findNamed'),
    ruleHistory: at('ruleHistory', 'findLaterChanges'),
    waitingRequests: at('waitingRequests', 'listWaitingRequests'),
    webhookRegistry: at('webhookRegistry', 'listWebhooks', 'findSecret'),
    eventReader: at(
      'eventReader',
      'listEvents',
      'listCouponEvents',
      'listSellerEvents',
      'findSeqBefore',
      'listMemberEvents',
      'listNewestEventsOfMember',
    ),
    eventAuditor: at('eventAuditor', 'verifyChain'),
    figureReader: at('figureReader', 'read'),
    expiryRecorder: at('expiryRecorder', 'recordExpired'),
    dayReports: at('dayReports', 'listLeases', 'takeLease', 'saveReport', 'findReport', 'listReports', 'listFindings'),
    noticeRecorder: again('noticeRecorder', 'recordNotice'),
    reconciliationReader: {
      ...at('reconciliationReader', 'findSyncedKinds', 'findKnownShops', 'findNewestSeq'),
      listRedemptionsOfDay: (...day) =>
        listWhole(of, day, (store) => store.reconciliationReader.listRedemptionsOfDay(...day)),
      listReturnsOfDay: (...day) => listWhole(of, day, (store) => store.reconciliationReader.listReturnsOfDay(...day)),
      listTakenBackOfDay: (...day) =>
        listWhole(of, day, (store) => store.reconciliationReader.listTakenBackOfDay(...day)),
      listRefusedUsesOfDay: (...day) =>
        listWhole(of, day, (store) => store.reconciliationReader.listRefusedUsesOfDay(...day)),
      listLostUploadsOfDay: (...day) =>
        listWhole(of, day, (store) => store.reconciliationReader.listLostUploadsOfDay(...day)),
      listOrdersOfDay: (...day) => listWhole(of, day, (store) => store.reconciliationReader.listOrdersOfDay(...day)),
    },
    retentionReader: {
      ...at('retentionReader', 'findPolicy', 'findWaiting'),
      preview: async (kind, query) => (await of(query.sellerId)).retentionReader.preview(kind, query),
    },
    retentionWork: directory.retentionWork,
    deliveryQueue: directory.deliveryQueue,
    figureFolder: { ...at('figureFolder', 'step', 'reset'), listBehind: () => directory.figureFolder.listBehind() },
    erasures: {
      ...at('erasures', 'intend', 'destroyKeys'),
      finish: (nowMs) => onEach(({ erasures }) => erasures.finish(nowMs)),
    },
    jobStore: {
      ...at(
        'jobStore',
        'findMembersOf',
        'findSent',
        'findJobOfList',
        'findJob',
        'listJobs',
        'listItems',
        'listItemsAt',
        'takeLease',
        'beginBatch',
        'saveBatch',
        'removeTargets',
        'endLease',
        'endPausedLease',
      ),
      ...again('jobStore', 'addTargets', 'setPlans', 'setReady', 'setPreview'),
      turn: () => directory.jobStore.turn(),
      listDue: (nowMs) => directory.jobStore.listDue(nowMs),
    },
    refusalLog: {
      ...at(
        'refusalLog',
        'newestEvent',
        'findRefusal',
        'listRefusals',
        'listRefusalsOfMember',
        'countReasons',
        'removeRefusals',
      ),
      async keepRefusals(refusals) {
        const ofSellers = Map.groupBy(refusals, ({ sellerId }) => sellerId)
        for (const [sellerId, kept] of ofSellers) await within(sellerId, (store) => store.refusalLog.keepRefusals(kept))
      },
    },
    ...routeActs({ of, within }, directory),
  }
}

function routeActs({ of, within }: Routes, directory: Store): Pick<Store, 'lifecycleStore' | 'sharedActs'> {
  const ofHome = async (sellerId: string) => (await of(sellerId)).lifecycleStore
  return {
    lifecycleStore: {
      runAct: (request, act, input) =>
        within(request.sellerId, async ({ lifecycleStore }) => {
          const { sign } = request
          if (sign?.homeSellerId === undefined) return lifecycleStore.runAct(request, act, input)
          const { homeSellerId } = sign
          if ((await ofHome(homeSellerId)) === lifecycleStore) return lifecycleStore.runAct(request, act, input)
          // One place for all ways to cut the call, also those that name a seller of another store.
          const known = await within(homeSellerId, ({ lifecycleStore: home }) =>
            home.rememberSign({ ...request, sellerId: homeSellerId }),
          )
          if (known.kind === 'sign-reused') return known
          return lifecycleStore.runAct({ ...request, sign: { ...sign, homeSellerId: undefined } }, act, input)
        }),
      rememberSign: (call) => within(call.sellerId, ({ lifecycleStore }) => lifecycleStore.rememberSign(call)),
    },
    sharedActs: {
      async runAct(request, act, input) {
        const sellerId = act.storedWith?.(input)
        if (sellerId === undefined) return directory.sharedActs.runAct(request, act, input)
        return within(sellerId, ({ sharedActs }) => sharedActs.runAct(request, act, input))
      },
    },
  }
}

/** A seller's id, or what has it. */
type OfSeller = string | Readonly<{ sellerId: string }>

/** Functions of a part of a store that are about the seller that their first argument names. */
type CallOfSeller<Part> = keyof {
  [Name in keyof Part as Part[Name] extends (first: infer First, ...rest: never[]) => Promise<unknown>
    ? First extends OfSeller
      ? Name
      : never
    : never]: never
}

/** @returns makes functions of the same names that each are done in the store of their seller */
function passedOn(via: WithinStore) {
  return <Part extends keyof Store, Name extends CallOfSeller<Store[Part]>>(
    part: Part,
    ...names: readonly Name[]
  ): Pick<Store[Part], Name> => {
    const calls = names.map((name) => {
      const call = (first: OfSeller, ...rest: readonly unknown[]): Promise<unknown> =>
        via(typeof first === 'string' ? first : first.sellerId, (store) => {
          // `CallOfSeller` says that it is such a function.
          const calls = store[part] as unknown as Readonly<
            Record<Name, (...given: readonly unknown[]) => Promise<unknown>>
          >
          return calls[name](first, ...rest)
        })
      return [name, call] as const
    })
    return Object.fromEntries(calls) as unknown as Pick<Store[Part], Name>
  }
}

/**
 * Lists what is read in many parts.
 * @throws SellerMovedError when the seller left the store meanwhile, whose rows may be gone before the list ended
 */
async function* listWhole<Item>(
  of: StoreOf,
  [sellerId]: readonly [sellerId: string, ...rest: unknown[]],
  list: (store: Store) => AsyncIterable<Item>,
): AsyncGenerator<Item, void, undefined> {
  const store = await of(sellerId)
  yield* list(store)
  if ((await of(sellerId)) !== store) throw new SellerMovedError(sellerId)
}
