import type { Logger } from 'pino'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'
import { countDroppedLines, describeFault, type Telemetry } from './telemetry.ts'

/** Log and metrics of a shadow run. They hold no phone, no secret and no session. */
export interface ShadowTelemetry
  extends Pick<Telemetry, 'tlsLoaded' | 'tlsNotLoaded' | 'metricsText' | 'metricsContentType' | 'backgroundFailed'> {
  shadowStarted(
    event: Readonly<{ url: string; adminUrl: string | undefined; upstream: string; ours: string | undefined }>,
  ): void
  shadowStopped(): void
  callBegan(): void
  callEnded(call: EndedCall): void
  /** Other routes hold from now on. */
  routesRead(event: Readonly<{ revision: number; routes: number }>): void
  /** A call was read, and goes where its route says. */
  callRouted(route: string): void
  /** A call could not be read, so it goes to the CRM of today. */
  callNotRouted(reason: string): void
  /** Writes that wait for the CRM of today. */
  writesCounted(counts: CountedWrites): void
  /** The store is open, and calls are compared. */
  comparingBegan(): void
  comparingCounted(counts: ComparedCounts): void
  /** The passing thread did not hand a call over to be compared. */
  comparingSkipped(reason: string): void
  /** A call was refused, since too many are under way. */
  callRefused(): void
  /** Bytes of a caller that are no HTTP. @param code of the parser; nothing of the bytes themselves is logged */
  requestMalformed(code: string): void
}

/** Calls that were compared, and those that were not by reason; deviations by class. */
export type ComparedCounts = Readonly<{
  compared: number
  agreed: number
  skipped: Readonly<Record<string, number>>
  deviations: Readonly<Record<string, number>>
  /** Coupons of answers by what became of them; undefined for a run that never learned. */
  learned: Readonly<Record<string, number>> | undefined
}>

/** Writes that Yaoquan answered, on their way to the CRM of today. */
export type CountedWrites = Readonly<{
  waiting: number
  oldestAtMs?: number | undefined
  delivered: number
  refused: number
}>

export type EndedCall = Readonly<{
  outcome: string
  durationMs: number
  /** Where it went, if a route was looked for. */
  route?: string | undefined
  /** Why the connection to the side that answers failed. */
  error?: unknown
}>

/** A fault of the upstream is logged at most this often, in milliseconds. */
const faultLoggedEveryMs = 1_000

/** @param monotonicMs a clock in milliseconds */
export function createShadowTelemetry(
  logger: Logger,
  { droppedLines, monotonicMs }: Readonly<{ droppedLines: () => number; monotonicMs: () => number }>,
): ShadowTelemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countDroppedLines(registry, droppedLines)
  const { counter, gauge } = createMetrics(registry)
  const calls = counter(
    'yaoquan_shadow_calls_total',
    'Calls by what became of them: passed; unreachable, timeout and cut are faults of the upstream; left, the caller went away; refused, too many under way; malformed, no HTTP',
    'outcome',
  )
  const underWay = gauge('yaoquan_shadow_calls_in_flight', 'Calls that are being passed on', {})
  const seconds = new Histogram({
    name: 'yaoquan_shadow_call_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, the time of the upstream included',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  })
  const comparedCalls = gauge('yaoquan_shadow_compared_calls', 'Calls whose answers were compared, by verdict', {
    labelNames: ['verdict'],
  })
  const skippedCalls = gauge('yaoquan_shadow_skipped_calls', 'Calls that were not compared, by reason', {
    labelNames: ['reason'],
  })
  const notHandedOver = counter(
    'yaoquan_shadow_not_handed_over_total',
    'Calls that did not reach the comparing thread, by reason; counted also while that thread is stuck',
    'reason',
  )
  const routed = counter(
    'yaoquan_shadow_routed_calls_total',
    'Calls by their route, while some route leads to Yaoquan',
    'route',
  )
  const notRouted = counter(
    'yaoquan_shadow_not_routed_calls_total',
    'Calls that went to the CRM of today since app and method could not be read, by reason',
    'reason',
  )
  const mirrored = gauge(
    'yaoquan_shadow_mirrored_writes',
    'Writes that Yaoquan answered, by what became of them at the CRM of today: waiting, delivered since the start, refused',
    { labelNames: ['state'] },
  )
  const oldestWaiting = gauge(
    'yaoquan_shadow_mirror_oldest_timestamp_seconds',
    'When the oldest write that waits for the CRM of today was answered; 0: none waits',
    {},
  )
  const deviating = gauge('yaoquan_shadow_deviations', 'Deviations that were found, by class', {
    labelNames: ['class'],
  })
  const learnedCoupons = gauge(
    'yaoquan_shadow_learned_coupons',
    'Coupons of answers: seen, created, moved, notLearned; failedAnswers counts answers',
    { labelNames: ['outcome'] },
  )
  const learnedOrders = gauge('yaoquan_shadow_learned_orders', 'Orders of order.sync that were kept', {})
  const logFault = throttled(faultLoggedEveryMs, monotonicMs, (call: Omit<EndedCall, 'error'>, text: string) =>
    logger.warn({ ...call, error: text }, '调用没有得到应答 (the side that answers gave no answer)'),
  )
  const logMalformed = throttled(faultLoggedEveryMs, monotonicMs, (code: string) =>
    logger.warn({ code }, '请求不合HTTP规范，未转发 (a request is no HTTP and was not passed on)'),
  )
  return {
    shadowStarted: (event) => logger.info(event, 'shadow started'),
    shadowStopped: () => logger.info('shadow stopped'),
    callBegan: () => underWay.inc(),
    callEnded({ error, ...call }) {
      underWay.dec()
      calls.inc({ outcome: call.outcome })
      seconds.observe(call.durationMs / 1000)
      if (call.outcome !== 'passed' && call.outcome !== 'left') logFault(call, causeOf(error))
    },
    routesRead: (event) => logger.info(event, 'routes read'),
    callRouted: (route) => routed.inc({ route }),
    callNotRouted: (reason) => notRouted.inc({ reason }),
    writesCounted({ waiting, oldestAtMs = 0, delivered, refused }) {
      mirrored.set({ state: 'waiting' }, waiting)
      mirrored.set({ state: 'delivered' }, delivered)
      mirrored.set({ state: 'refused' }, refused)
      oldestWaiting.set(oldestAtMs / 1000)
    },
    comparingBegan: () => logger.info('comparing began'),
    comparingCounted({ compared, agreed, skipped, deviations, learned = {} }) {
      comparedCalls.set({ verdict: 'agreed' }, agreed)
      comparedCalls.set({ verdict: 'deviated' }, compared - agreed)
      for (const [reason, calls] of Object.entries(skipped)) skippedCalls.set({ reason }, calls)
      for (const [name, count] of Object.entries(deviations)) deviating.set({ class: name }, count)
      const { orders = 0, ...coupons } = learned
      learnedOrders.set(orders)
      for (const [outcome, count] of Object.entries(coupons)) learnedCoupons.set({ outcome }, count)
    },
    comparingSkipped: (reason) => notHandedOver.inc({ reason }),
    callRefused: () => calls.inc({ outcome: 'refused' }),
    requestMalformed(code) {
      calls.inc({ outcome: 'malformed' })
      logMalformed(code)
    },
    tlsLoaded: (event) => logger.info(event, 'certificate loaded'),
    tlsNotLoaded: ({ error }) =>
      logger.error(
        { error: describeFault(error) },
        '新的证书或私钥无法使用 (the new certificate or key is not usable)',
      ),
    backgroundFailed: ({ work, error }) =>
      logger.error({ work, error: describeFault(error) }, 'background work failed'),
    metricsText: () => registry.metrics(),
    metricsContentType: registry.contentType,
  }
}

/** Lets one call through in each interval. */
function throttled<Parameters extends readonly unknown[]>(
  everyMs: number,
  monotonicMs: () => number,
  work: (...parameters: Parameters) => void,
): (...parameters: Parameters) => void {
  let latestMs = Number.NEGATIVE_INFINITY
  return (...parameters) => {
    const nowMs = monotonicMs()
    if (nowMs - latestMs < everyMs) return
    latestMs = nowMs
    work(...parameters)
  }
}

/** The code of a system error alone: a message of TLS may have text of the other end. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return 'code' in error ? String(error.code) : error.message
}
