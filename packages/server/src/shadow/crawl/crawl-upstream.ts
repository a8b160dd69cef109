import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { queryCoupon } from '@yaoquan/api'
import { OperatorError } from '#errors/operator-error'
import { isOfCaller } from '#shadow/answers/answer-meaning'
import { createLearner } from '#shadow/learning/learner'
import { readStatuses } from '#shadow/learning/status-map'
import { DecisionsBusy, lockForDecision } from '#shadow/run/decided-run'
import { connectUpstream } from '#shadow/upstream/connect-upstream'
import { readFingerprint, readUpstreamUrl } from '#shadow/upstream/upstream-url'
import type { Store } from '#store/open-store'
import { openStores } from '#stores/open-stores'
import { type CrawlAnswer, type CrawlingApp, callUpstream } from './call-upstream.ts'
import {
  beginCrawl,
  type CrawlPosition,
  type CrawlTargets,
  crawlFileOf,
  isOfPlan,
  readPosition,
  writePosition,
} from './crawl-position.ts'
import { type CrawlHours, waitForHours } from './pace.ts'
import { afterPage, afterRefusal } from './take-page.ts'

export type CrawlOptions = Readonly<{
  dataDir: string
  storeUrl?: string | undefined
  masterKey?: string | undefined
  sellerId: string
  /** `http(s)://host/router/rest`. */
  upstream: string
  upstreamFingerprint?: string | undefined
  app: CrawlingApp
  targets: CrawlTargets
  /** 1..200 */
  pageSize: number
  callsPerSecond: number
  hours?: CrawlHours | undefined
  timeoutMs: number
  /** Begins anew although an unfinished crawl is of other targets. */
  restarts: boolean
  /** Ends it after the call that is under way. */
  stop: AbortSignal
  onProgress: (position: CrawlPosition) => void
}>

/** `done`: all targets were asked for. Otherwise it may be resumed. */
export type CrawlEnd = Readonly<{ position: CrawlPosition }> &
  (Readonly<{ kind: 'done' | 'stopped' }> | Exclude<CrawlAnswer, { kind: 'page' }>)

/** A call that failed is repeated after 1, 2, 4, … seconds. */
const maxTries = 6
const firstPauseMs = 1_000

/**
 * Pages through the upstream and learns its coupons, from where an earlier crawl of the same targets was left.
 * @throws OperatorError for what the person who started it can mend
 */
export async function crawlUpstream(options: CrawlOptions): Promise<CrawlEnd> {
  const { dataDir, sellerId } = options
  const store = await openStores({ ...options, mustExist: true })
  try {
    if ((await store.sellerFinder.findSeller(sellerId)) === undefined) {
      throw new OperatorError({ zh: `连锁 ${sellerId} 不存在`, en: `seller ${sellerId} does not exist` })
    }
    const unlock = lockCrawl(dataDir)
    try {
      return await crawl(options, store)
    } finally {
      unlock()
    }
  } finally {
    await store.close()
  }
}

function lockCrawl(dataDir: string): () => void {
  const file = crawlFileOf(dataDir)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return lockForDecision(`${file}.lock`)
  } catch (error) {
    if (!(error instanceof DecisionsBusy)) throw error
    throw new OperatorError({ zh: '另一个抓取正在进行', en: 'another crawl is running' })
  }
}

async function crawl(options: CrawlOptions, store: Store): Promise<CrawlEnd> {
  const { dataDir, sellerId, targets, pageSize, onProgress, stop } = options
  const url = readUpstreamUrl(options.upstream)
  const fingerprint = options.upstreamFingerprint && readFingerprint(options.upstreamFingerprint)
  const upstream = connectUpstream(url, fingerprint, options.timeoutMs)
  const place = { dataDir, upstream: url.host, sellerId }
  const learner = createLearner({
    reader: store.lifecycleReader,
    lifecycle: store.lifecycleStore,
    sellerId,
    clock: () => store.clock.now(),
    statuses: () => readStatuses(place),
  })
  let position = resume(options, { upstream: url.host, nowMs: store.clock.now() })
  try {
    for (;;) {
      const value = targets.values[position.target]
      if (value === undefined) return { kind: 'done', position }
      const asked = { by: targets.by, value, pageSize, page: position.page }
      const answer = await askPatiently(options, store.clock, () =>
        callUpstream(asked, { ...options, upstream, nowMs: store.clock.now() }),
      )
      if (answer.kind === 'page') {
        position = await afterPage(position, { answer, asked, learner, store, method: queryCoupon.name })
      } else {
        const isOfTarget = answer.kind === 'refused' && !isOfCaller(answer)
        const next = isOfTarget ? afterRefusal(position, asked, answer) : undefined
        if (next === undefined) return { ...answer, position }
        position = next
      }
      writePosition(dataDir, position)
      onProgress(position)
      if (stop.aborted && !position.isDone) return { kind: 'stopped', position }
    }
  } finally {
    upstream.close()
  }
}

function resume(
  options: CrawlOptions,
  { upstream, nowMs }: Readonly<{ upstream: string; nowMs: number }>,
): CrawlPosition {
  const { dataDir, restarts } = options
  const plan = { ...options, upstream, nowMs }
  const earlier = readPosition(dataDir)
  if (earlier === undefined || earlier.isDone || restarts) return beginCrawl(plan)
  if (isOfPlan(earlier, plan)) return earlier
  throw new OperatorError({
    zh: '有一个未完成的抓取，其上游、连锁、对象或页长不同；用 --restart 从头开始',
    en: 'an unfinished crawl has another upstream, seller, targets or page size; begin anew with --restart',
  })
}

/** Keeps to the hours and the rate, and repeats calls that failed. */
async function askPatiently(
  { callsPerSecond, hours, stop }: CrawlOptions,
  clock: Store['clock'],
  call: () => Promise<CrawlAnswer>,
): Promise<CrawlAnswer | Readonly<{ kind: 'stopped' }>> {
  for (let tries = 1; ; tries += 1) {
    await unlessStopped(waitForHours(clock.now(), hours), stop)
    if (stop.aborted) return { kind: 'stopped' }
    const startedMs = performance.now()
    const answer = await call()
    const pauseMs = answer.kind === 'failed' ? firstPauseMs * 2 ** (tries - 1) : 0
    if (answer.kind !== 'failed' || tries === maxTries) {
      await unlessStopped(1_000 / callsPerSecond - (performance.now() - startedMs), stop)
      return answer
    }
    await unlessStopped(pauseMs, stop)
  }
}

async function unlessStopped(waitMs: number, stop: AbortSignal): Promise<void> {
  if (waitMs <= 0) return
  await sleep(waitMs, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error
  })
}
