import type { SkipReason, Text } from '@yaoquan/api'
import { RelayedFault } from '#errors/operator-error'
import type { HandedExchange } from '#shadow/answers/exchange'
import type { ShadowTelemetry } from '#telemetry/shadow-telemetry'
import type { ComparedShare } from './compared-share.ts'
import type { DifferingWrite } from './mirror/mirror-messages.ts'
import { type CallCopy, CopiedBody, type CopyBudget, copyHead } from './passing/call-copy.ts'
import type { PassedExchange } from './passing/chosen-side.ts'
import type { LearningCounts } from './report/learning-counts.ts'
import type { CallObserver } from './shadow-listener.ts'
import type { FromComparingThread } from './thread/comparing-messages.ts'
import type { ComparingThread } from './thread/comparing-thread.ts'
import { WatchedExchange } from './watched-exchange.ts'

/** Hands calls that passed to the comparing thread, as many as it can take. */
export type ComparingObserver = CallObserver &
  Readonly<{
    /** Why the shadow sees less than it could; undefined when it sees all. */
    problem(): Text | undefined
    /** Coupons that were learned so far; undefined for a run that never learned. */
    learned(): LearningCounts | undefined
    /** Counts a write that both sides did and answered otherwise. */
    differed(write: DifferingWrite): void
    /** Lets the thread finish what it has, for 3 s at most. */
    close(): Promise<void>
  }>

type Dependencies = Readonly<{
  start(onMessage: (message: FromComparingThread) => void): ComparingThread
  telemetry: Pick<ShadowTelemetry, 'backgroundFailed' | 'comparingCounted' | 'comparingBegan' | 'comparingSkipped'>
  /** A clock in milliseconds. */
  monotonicMs: () => number
  share: ComparedShare
  /** Whether coupons are learned, also from calls that are not compared. */
  learns: boolean
}>

/** Exchanges that the thread has and has not finished. Above that, calls are only counted. */
const maxWaiting = 200
/** Copies of calls under way and of those that the thread has and has not finished, in sum. */
const maxCopiedBytes = 64 * 1024 * 1024
/** Exchanges go to the thread so many at a time, or after so many milliseconds: each message wakes both threads. */
const maxInMessage = 16
const sendAfterMs = 20
/** After the thread ended by itself, the next one is started this much later; twice as much each time. */
const firstPauseMs = 5_000
const maxPauseMs = 60_000
/** How often the thread learns of calls that were only counted, and the share is set. */
const secondMs = 1_000
const closeMs = 3_000
/** Writes that differ and wait for a thread that can count them: unlike a query, none comes again. */
const maxDiffering = 100
/** A thread that has an exchange and finishes none for this long counts as stuck; one takes some milliseconds. */
const stuckAfterMs = 5_000

const problems = {
  starting: { zh: '正在启动', en: 'starting' },
  ended: { zh: '比较线程已结束', en: 'the thread ended' },
  stuck: { zh: '比较线程没有进展', en: 'the comparing thread does not move on' },
  unwritten: { zh: '结果无法写入', en: 'the report cannot be written' },
} as const satisfies Readonly<Record<string, Text>>

function notCompared({ zh, en }: Text): Text {
  return { zh: `没有比较：${zh}`, en: `not compared: ${en}` }
}

function sampling(percent: number): Text | undefined {
  if (percent === 100) return undefined
  return {
    zh: `处理器繁忙，只比较 ${percent}% 的调用`,
    en: `the processors are busy, so ${percent} % of the calls are compared`,
  }
}

/** A thread that ends is started again; meanwhile calls are only counted. */
export function createComparingObserver(dependencies: Dependencies): ComparingObserver {
  const { start, telemetry, monotonicMs, share, learns } = dependencies
  const skipped = new Map<SkipReason, number>()
  const budget: CopyBudget = { freeBytes: maxCopiedBytes }
  let thread: ComparingThread | undefined
  /** Bytes of the exchanges that the thread has and has not finished, the oldest first. */
  let waiting: number[] = []
  /** Those of them that are not sent yet. */
  let unsent: HandedExchange[] = []
  const differing: DifferingWrite[] = []
  let isReady = false
  /** When the thread last finished an exchange, or got one while it had none. */
  let movedAtMs = 0
  let problem: Text | undefined
  let learned: LearningCounts | undefined
  let pauseMs = firstPauseMs
  let restart: NodeJS.Timeout | undefined
  let sending: NodeJS.Timeout | undefined
  let isClosed = false

  function skip(reason: SkipReason): void {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
    telemetry.comparingSkipped(reason)
  }

  function hasRoom(): boolean {
    return thread !== undefined && waiting.length < maxWaiting
  }

  function isStuck(): boolean {
    return waiting.length > 0 && monotonicMs() - movedAtMs > stuckAfterMs
  }

  function startThread(): void {
    problem = problems.starting
    const started = start(receive)
    thread = started
    void started.ended.then((error) => {
      thread = undefined
      isReady = false
      for (const bytes of waiting) budget.freeBytes += bytes
      const lost = waiting.length
      waiting = []
      unsent = []
      if (isClosed) return
      for (let n = 0; n < lost; n += 1) skip('own-fault')
      problem = notCompared(problem ?? problems.ended)
      telemetry.backgroundFailed({ work: 'compare', error })
      restart = setTimeout(startThread, pauseMs)
      pauseMs = Math.min(maxPauseMs, pauseMs * 2)
    })
  }

  function receive(message: FromComparingThread): void {
    switch (message.kind) {
      case 'ready':
        problem = undefined
        isReady = true
        sendDiffering()
        pauseMs = firstPauseMs
        // What came while the store was opened has waited for that, not for the thread.
        movedAtMs = monotonicMs()
        telemetry.comparingBegan()
        return
      case 'problem':
        problem = message.problem
        return
      case 'done':
        for (const bytes of waiting.splice(0, message.exchanges)) budget.freeBytes += bytes
        movedAtMs = monotonicMs()
        return
      case 'fault':
        telemetry.backgroundFailed({ work: message.work, error: new RelayedFault(message.fault) })
        return
      case 'counts':
        learned = message.counts.learned
        problem = message.isReportWritten ? undefined : problems.unwritten
        telemetry.comparingCounted(message.counts)
        return
    }
  }

  function everySecond(): void {
    share.adjust()
    tellSkipped()
  }

  function tellSkipped(): void {
    if (thread === undefined) return
    for (const [reason, calls] of skipped) thread.send({ kind: 'skipped', reason, calls })
    skipped.clear()
  }

  function send(exchange: HandedExchange): void {
    unsent.push(exchange)
    if (unsent.length >= maxInMessage) flush()
    else sending ??= setTimeout(flush, sendAfterMs)
  }

  function flush(): void {
    clearTimeout(sending)
    sending = undefined
    if (thread === undefined || unsent.length === 0) return
    const buffers = unsent.flatMap(({ body, answer }) => [body.buffer, answer.buffer])
    thread.send({ kind: 'exchanges', exchanges: unsent }, buffers)
    unsent = []
  }

  function sendDiffering(): void {
    for (const write of differing.splice(0)) thread?.send({ kind: 'differed', ...write })
  }

  function copyCall(call: Pick<PassedExchange, 'request' | 'path' | 'queryString'>): CallCopy {
    if (!hasRoom()) return copyHead('busy')
    const isSampledOut = !share.takes()
    if (isSampledOut && !learns) return copyHead('sampled')
    const copy = new WatchedExchange(call, (maxBytes) => new CopiedBody(maxBytes, budget))
    copy.isSampledOut = isSampledOut
    return copy
  }

  startThread()
  const telling = setInterval(everySecond, secondMs)
  return {
    copyCall,
    callEnded(outcome, copy, isCompared) {
      const { leftOut } = copy
      if (copy instanceof WatchedExchange) copy.release()
      else if (leftOut === undefined) return
      // These could not be compared, also where they were left out.
      if (!isCompared) return skip('routed')
      if (outcome !== 'passed') return skip('unanswered')
      const exchange = copy instanceof WatchedExchange ? copy.exchange() : undefined
      if (exchange === undefined) return skip(leftOut ?? 'large')
      if (thread === undefined || !hasRoom()) return skip('busy')
      const bytes = exchange.body.length + exchange.answer.length
      budget.freeBytes -= bytes
      if (waiting.length === 0) movedAtMs = monotonicMs()
      waiting.push(bytes)
      send(exchange)
    },
    problem: () => problem ?? (isStuck() ? problems.stuck : sampling(share.current())),
    learned: () => learned,
    differed(write) {
      if (differing.length >= maxDiffering) return skip('own-fault')
      differing.push(write)
      if (isReady) sendDiffering()
    },
    async close() {
      isClosed = true
      clearTimeout(restart)
      clearInterval(telling)
      if (thread === undefined) return
      const { ended, kill } = thread
      flush()
      sendDiffering()
      tellSkipped()
      thread.send({ kind: 'close' })
      const limit = setTimeout(kill, closeMs)
      await ended
      clearTimeout(limit)
    },
  }
}
