import type { Store } from '#store/open-store'
import type { StoreOf } from './route-reading.ts'
import type { WithinStore } from './seller-places.ts'

type Writing = Pick<
  Store,
  | 'lifecycleStore'
  | 'sharedActs'
  | 'jobStore'
  | 'refusalLog'
  | 'dayReports'
  | 'expiryRecorder'
  | 'noticeRecorder'
  | 'figureFolder'
  | 'erasures'
  | 'retentionWork'
  | 'deliveryQueue'
>

/** `onEach`: does something on the directory and on each other store that is open. */
type Whole = Readonly<{ directory: Store; onEach: (work: (store: Store) => Promise<void>) => Promise<void> }>

/** `within`: as `of`, and again where the seller has just been moved. */
type Routes = Readonly<{ of: StoreOf; within: WithinStore }>

/**
 * What is written of sellers, each in the store of its seller. Lists of what is due, which background work asks for, are those of the
 * directory alone: each store has background work of its own.
 */
export function routeWriting({ of, within }: Routes, { directory, onEach }: Whole): Writing {
  const ofHome = async (sellerId: string) => (await of(sellerId)).lifecycleStore
  return {
    ...routeWork({ of, within }, directory),
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
    refusalLog: {
      newestEvent: async (sellerId) => (await of(sellerId)).refusalLog.newestEvent(sellerId),
      async keepRefusals(refusals) {
        const ofSellers = Map.groupBy(refusals, ({ sellerId }) => sellerId)
        for (const [sellerId, kept] of ofSellers) await within(sellerId, (store) => store.refusalLog.keepRefusals(kept))
      },
      findRefusal: async (sellerId, ...given) => (await of(sellerId)).refusalLog.findRefusal(sellerId, ...given),
      listRefusals: async (sellerId, ...given) => (await of(sellerId)).refusalLog.listRefusals(sellerId, ...given),
      listRefusalsOfMember: async (sellerId, ...given) =>
        (await of(sellerId)).refusalLog.listRefusalsOfMember(sellerId, ...given),
      countReasons: async (sellerId, ...given) => (await of(sellerId)).refusalLog.countReasons(sellerId, ...given),
      removeRefusals: async (sellerId, ...given) => (await of(sellerId)).refusalLog.removeRefusals(sellerId, ...given),
    },
    noticeRecorder: {
      recordNotice: (notice) => within(notice.sellerId, (store) => store.noticeRecorder.recordNotice(notice)),
    },
    erasures: {
      intend: async (sellerId, ...given) => (await of(sellerId)).erasures.intend(sellerId, ...given),
      destroyKeys: async (sellerId, ...given) => (await of(sellerId)).erasures.destroyKeys(sellerId, ...given),
      finish: (nowMs) => onEach(({ erasures }) => erasures.finish(nowMs)),
    },
  }
}

type Work = 'jobStore' | 'dayReports' | 'expiryRecorder' | 'figureFolder' | 'retentionWork' | 'deliveryQueue'

function routeWork({ of, within }: Routes, directory: Store): Pick<Writing, Work> {
  return {
    jobStore: {
      findMembersOf: async (sellerId, ...given) => (await of(sellerId)).jobStore.findMembersOf(sellerId, ...given),
      findSent: async (sellerId, ...given) => (await of(sellerId)).jobStore.findSent(sellerId, ...given),
      findJobOfList: async (sellerId, ...given) => (await of(sellerId)).jobStore.findJobOfList(sellerId, ...given),
      addTargets: (added) => within(added.sellerId, ({ jobStore }) => jobStore.addTargets(added)),
      setPlans: (key, ...given) => within(key.sellerId, ({ jobStore }) => jobStore.setPlans(key, ...given)),
      setReady: (key, ...given) => within(key.sellerId, ({ jobStore }) => jobStore.setReady(key, ...given)),
      setPreview: (key, ...given) => within(key.sellerId, ({ jobStore }) => jobStore.setPreview(key, ...given)),
      findJob: async (key) => (await of(key.sellerId)).jobStore.findJob(key),
      listJobs: async (query) => (await of(query.sellerId)).jobStore.listJobs(query),
      listItems: async (query) => (await of(query.sellerId)).jobStore.listItems(query),
      listItemsAt: async (key, ...given) => (await of(key.sellerId)).jobStore.listItemsAt(key, ...given),
      turn: () => directory.jobStore.turn(),
      listDue: (nowMs) => directory.jobStore.listDue(nowMs),
      takeLease: async (key, ...given) => (await of(key.sellerId)).jobStore.takeLease(key, ...given),
      beginBatch: async (key, ...given) => (await of(key.sellerId)).jobStore.beginBatch(key, ...given),
      saveBatch: async (key, ...given) => (await of(key.sellerId)).jobStore.saveBatch(key, ...given),
      removeTargets: async (lease) => (await of(lease.sellerId)).jobStore.removeTargets(lease),
      endLease: async (key, ...given) => (await of(key.sellerId)).jobStore.endLease(key, ...given),
      endPausedLease: async (lease) => (await of(lease.sellerId)).jobStore.endPausedLease(lease),
    },
    dayReports: {
      listLeases: async (sellerId, ...given) => (await of(sellerId)).dayReports.listLeases(sellerId, ...given),
      takeLease: async (lease) => (await of(lease.sellerId)).dayReports.takeLease(lease),
      saveReport: async (saved) => (await of(saved.sellerId)).dayReports.saveReport(saved),
      findReport: async (sellerId, ...given) => (await of(sellerId)).dayReports.findReport(sellerId, ...given),
      listReports: async (sellerId, ...given) => (await of(sellerId)).dayReports.listReports(sellerId, ...given),
      listFindings: async (sellerId, ...given) => (await of(sellerId)).dayReports.listFindings(sellerId, ...given),
    },
    expiryRecorder: {
      recordExpired: async (sellerId, ...given) =>
        (await of(sellerId)).expiryRecorder.recordExpired(sellerId, ...given),
    },
    figureFolder: {
      listBehind: () => directory.figureFolder.listBehind(),
      step: async (sellerId) => (await of(sellerId)).figureFolder.step(sellerId),
      reset: async (sellerId) => (await of(sellerId)).figureFolder.reset(sellerId),
    },
    retentionWork: directory.retentionWork,
    deliveryQueue: directory.deliveryQueue,
  }
}
