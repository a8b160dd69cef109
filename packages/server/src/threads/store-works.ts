import { startAccessSchedule } from '#background/access-schedule'
import type { RunningWork } from '#background/repetition/repeat-work'
import { repeatWork } from '#background/repetition/repeat-work'
import { type StoreWorkDependencies, startStoreWork, together } from '#background/start-background-work'
import type { Store } from '#store/open-store'
import type { JoinedStore } from '#stores/open-stores'

/** What the works on all stores share. */
type SharedParts = Pick<StoreWorkDependencies, 'telemetry' | 'clock' | 'post' | 'owner' | 'random' | 'randomBytes'>

/** How soon a store that was down, or was added, is looked for again. */
const everyMs = 2_000
/** How old what is known of an app may be when the directory goes down. */
const refreshEveryMs = 60_000

/** Starts the work beside calls on the directory, and on each other store once it is open. */
export function startStoreWorks(store: JoinedStore, shared: SharedParts): RunningWork {
  const { directory, others } = store
  const { telemetry } = shared
  const refreshing = {
    name: 'refresh known apps',
    everyMs: refreshEveryMs,
    work: (signal: AbortSignal) => store.refreshAccess(signal),
    telemetry,
  }
  const works = [startStoreWork({ ...shared, ...partsOf(directory) }), repeatWork(refreshing)]
  let isStopped = false
  others.onOpened((name, other) => {
    if (isStopped) return
    const { storePart } = directory
    const trail = { findHeads: () => storePart.findHeads(name), listAccessEvents: storePart.listAccessEvents }
    works.push(startStoreWork({ ...shared, ...partsOf(other) }))
    works.push(startAccessSchedule({ trail, follower: other.storePart, clock: other.clock.now, telemetry }))
  })
  const opening = { name: 'open other stores', everyMs, work: () => others.open(), telemetry }
  const openingWork = repeatWork(opening)
  return {
    async stop() {
      isStopped = true
      await together([openingWork, ...works]).stop()
    },
  }
}

function partsOf(store: Store): Omit<StoreWorkDependencies, keyof SharedParts> {
  return {
    recorder: store.expiryRecorder,
    retention: store.retentionWork,
    refusals: store.refusalLog,
    reconciliation: store.reconciliationReader,
    reports: store.dayReports,
    jobs: store.jobStore,
    lifecycle: store.lifecycleStore,
    figures: store.figureFolder,
    erasures: store.erasures,
    lookForKeys: () => store.keyRotator.look(),
    listSellers: () => store.sellerDirectory.listSellers(),
    queue: store.deliveryQueue,
    events: store.eventReader,
    storeClock: store.clock.now,
  }
}
