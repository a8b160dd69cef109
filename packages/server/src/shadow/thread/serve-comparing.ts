import { randomBytes } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import { type SkipReason, shadowTimingSeconds } from '@yaoquan/api'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { type LifecycleStore, triedOnly } from '#domain/lifecycle/lifecycle-store'
import { type FaultReport, OperatorError } from '#errors/operator-error'
import { queryCouponMethod } from '#methods/alibaba.alihealth.nr.crm.coupon.querycoupon'
import { syncOrderMethod } from '#methods/alibaba.alihealth.nr.crm.order.sync'
import type { HandedExchange } from '#shadow/answers/exchange'
import { type ComparingDependencies, compareExchange } from '#shadow/comparing/compare-exchange'
import type { OrderDoors } from '#shadow/comparing/learn-from'
import { createSecondLooks, type DeviatingCall, lookAgain, type SecondLooks } from '#shadow/comparing/second-looks'
import { createSellerFinder, sellersIn } from '#shadow/comparing/seller-of-call'
import { createLearner, type Learner } from '#shadow/learning/learner'
import { readStatuses } from '#shadow/learning/status-map'
import type { DifferingWrite } from '#shadow/mirror/mirror-messages'
import type { Deviation } from '#shadow/report/deviation'
import { continueReport, writeReport } from '#shadow/report/report-file'
import { ShadowReport } from '#shadow/report/shadow-report'
import type { Store } from '#store/open-store'
import { storeFaultKind } from '#store/store-fault-kind'
import { openStores } from '#stores/open-stores'
import type { Comparing, FromComparingThread, ToComparingThread } from './comparing-messages.ts'
import { forgetErased } from './forget-erased.ts'

type Send = (message: FromComparingThread) => void
type Service = Readonly<{
  skipped(reason: SkipReason, calls: number): void
  compare(exchange: HandedExchange): Promise<void>
  differed(write: DifferingWrite): void
  close(): Promise<void>
}>

/** A new master key is known within a second, as in a server. */
const keysEveryMs = 1_000
const reportEveryMs = 1_000
const erasuresEveryMs = 1_000
const secondLooksEveryMs = 1_000
const knownEveryMs = 60_000

type Surroundings = Readonly<{
  /** Called once the store is open. */
  onReady?: () => void
  /** Epoch milliseconds; by default the clock of the store. */
  clock?: () => number
}>

/** The comparing thread: opens the store, and compares one exchange after the other until it is told to close. */
export function serveComparing(port: MessagePort, surroundings: Surroundings = {}): void {
  const send: Send = (message) => port.postMessage(message)
  const service = Promise.withResolvers<Service>()
  let latest: Promise<unknown> = Promise.resolve()
  // What is rejected ends the thread, and the other one says why.
  port.on('message', async (message: ToComparingThread) => {
    switch (message.kind) {
      case 'open':
        return service.resolve(await open(message, send, surroundings))
      case 'exchanges':
        latest = latest.then(async () => compareAll(await service.promise, message.exchanges))
        await latest
        return send({ kind: 'done', exchanges: message.exchanges.length })
      case 'skipped':
        return (await service.promise).skipped(message.reason, message.calls)
      case 'differed':
        return (await service.promise).differed(message)
      case 'close':
        await latest
        await (await service.promise).close()
        return port.close()
    }
  })
}

async function compareAll({ compare }: Service, exchanges: readonly HandedExchange[]): Promise<void> {
  for (const exchange of exchanges) await compare(exchange)
}

async function open(comparing: Comparing, send: Send, surroundings: Surroundings): Promise<Service> {
  const { dataDir, storeUrl, masterKey, sellerId, sellers, secondLookMs = shadowTimingSeconds * 1_000 } = comparing
  const onFault = (work: string) => (error: unknown) => send({ kind: 'fault', work, fault: reportOf(error) })
  const store = await openStores({ dataDir, storeUrl, masterKey, mustExist: true }).catch(tellProblem(send))
  for (const one of sellersIn(sellerId, sellers)) {
    if ((await store.sellerFinder.findSeller(one)) !== undefined) continue
    await store.close()
    tellProblem(send)(new OperatorError({ zh: `连锁 ${one} 不存在`, en: `seller ${one} does not exist` }))
  }
  const { onReady, clock = () => store.clock.now() } = surroundings
  const { data, days } = continueReport(comparing, { ...comparing, nowMs: clock() })
  const report = new ShadowReport(data, days)
  const skipped = (reason: SkipReason, calls: number) => report.skipped(reason, { calls, atMs: clock() })
  const secondLooks = createSecondLooks({ report, afterMs: secondLookMs, clock })
  const dependencies: ComparingDependencies = {
    callers: store.accessReader,
    method: queryCouponMethod({ coupons: store.couponReader, shops: store.shopGroupReader }),
    sellerOf: createSellerFinder({ callers: store.accessReader, sellerId, table: sellers }),
    clock,
    onFault: onFault('compare'),
    report,
    secondLooks,
    isFormExact: comparing.isFormExact === true,
    learnerOf: comparing.learns === true ? learnersOf(comparing, store) : undefined,
    orders: comparing.learns === true ? ordersOf(store) : undefined,
  }
  const telemetry = {
    backgroundFailed: ({ work, error }: Readonly<{ work: string; error: unknown }>) => onFault(work)(error),
  }
  const write = reportWriter(comparing, { report, secondLooks, clock, send })
  // Marks the report as open. A run that is killed leaves it open, and the next run sees that.
  await write('open')
  const { eventReader, erasures } = store
  const forget = () => forgetErased(comparing, { eventReader, erasures, report, secondLooks, clock })
  const countKnown = async () => {
    const known = await Promise.all([...sellersIn(sellerId, sellers)].map((one) => countCoupons(store, one)))
    report.knows(known.reduce((sum, coupons) => sum + coupons, 0))
  }
  const history = { coupons: store.lifecycleReader, events: store.eventReader, aheadMs: secondLookMs }
  const look = (call: DeviatingCall) =>
    lookAgain(call, { own: dependencies, history }).catch((error: unknown) => {
      dependencies.onFault(error)
      return call.found
    })
  const works: readonly RunningWork[] = [
    repeatWork({ name: 'look for erasures', everyMs: erasuresEveryMs, work: forget, telemetry }),
    repeatWork({ name: 'look for new keys', everyMs: keysEveryMs, work: () => store.keyRotator.look(), telemetry }),
    repeatWork({
      name: 'look again',
      everyMs: secondLooksEveryMs,
      work: (signal) => secondLooks.takeDue(look, signal),
      telemetry,
    }),
    repeatWork({ name: 'count what is known', everyMs: knownEveryMs, work: countKnown, telemetry }),
    repeatWork({ name: 'write report', everyMs: reportEveryMs, work: () => write('open'), telemetry }),
  ]
  onReady?.()
  send({ kind: 'ready' })
  return {
    skipped,
    compare: (exchange) =>
      compareExchange(exchange, dependencies).catch((error: unknown) => {
        skipped('own-fault', 1)
        dependencies.onFault(error)
      }),
    differed({ call, differences }) {
      const deviations = differences.map(({ name, couponCode, upstream, ours }): Deviation => {
        return { class: 'write', name, couponCode, upstream, ours }
      })
      report.deviated(call, deviations)
    },
    async close() {
      await Promise.all(works.map((work) => work.stop()))
      secondLooks.settle()
      await write('closed')
      await store.close()
    },
  }
}

async function countCoupons({ couponReader }: Store, sellerId: string): Promise<number> {
  return (await couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })).totalCount
}

/**
 * What people said of statuses is read again with each answer: it is a small file. What they said for the run holds for all its sellers,
 * unless they said something else for one of them.
 */
function learnersOf({ dataDir, upstream, sellerId: ofRun }: Comparing, store: Store): (sellerId: string) => Learner {
  const statusesOf = (sellerId: string) => readStatuses({ dataDir, upstream, sellerId })
  const learners = new Map<string, Learner>()
  return (sellerId) => {
    const learner =
      learners.get(sellerId) ??
      createLearner({
        reader: store.lifecycleReader,
        lifecycle: store.lifecycleStore,
        sellerId,
        clock: () => store.clock.now(),
        statuses: () => [...statusesOf(sellerId), ...(sellerId === ofRun ? [] : statusesOf(ofRun))],
      })
    learners.set(sellerId, learner)
    return learner
  }
}

function ordersOf({ lifecycleStore, policyReader: policies, shopGroupReader: shops }: Store): OrderDoors {
  const door = (lifecycle: LifecycleStore) => syncOrderMethod({ lifecycle, policies, shops, randomBytes }, true)
  return { learned: door(lifecycleStore), tried: door(triedOnly(lifecycleStore)) }
}

function tellProblem(send: Send): (error: unknown) => never {
  return (error) => {
    if (error instanceof OperatorError) send({ kind: 'problem', problem: error.text })
    throw error
  }
}

/** Says whether the report is the last one of this run. */
type WriteReport = (state: 'open' | 'closed') => Promise<void>

type Writing = Readonly<{
  report: ShadowReport
  secondLooks: Pick<SecondLooks, 'oldestAtMs'>
  clock: () => number
  send: Send
}>

/** Writes the report when it has changed. A full disk is told, and the report goes on in memory. */
function reportWriter(comparing: Comparing, { report, secondLooks, clock, send }: Writing): WriteReport {
  const { upstream, sellerId, port } = comparing
  let writtenChanges = -1
  let isFaultTold = false
  return async (state) => {
    const { changes } = report
    const isClosed = state === 'closed'
    if (changes === writtenChanges && !isClosed) return
    try {
      const run = { version: 2, port, upstream, sellerId, updatedAtMs: clock(), isClosed } as const
      const written = { ...report.data(), ...run, waitingSinceMs: secondLooks.oldestAtMs() }
      writeReport(comparing, written, report.days())
      report.daysWritten()
      writtenChanges = changes
      isFaultTold = false
    } catch (error) {
      if (!isFaultTold) send({ kind: 'fault', work: 'write report', fault: reportOf(error) })
      isFaultTold = true
    }
    send({ kind: 'counts', counts: report.counts(), isReportWritten: !isFaultTold })
  }
}

function reportOf(error: unknown): FaultReport {
  const { name, message, stack } = error instanceof Error ? error : new Error('a value that is no Error was thrown')
  return { name, message, stack, storeFault: storeFaultKind(error) }
}
