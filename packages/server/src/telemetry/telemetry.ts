import { type Tracer, trace } from '@opentelemetry/api'
import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { AnsweredCall, CallTelemetry, FailedCall } from './call-telemetry.ts'
import { type ClockLevel, recordClock } from './record-clock.ts'
import { recordGuesses } from './record-guesses.ts'
import { recordStore } from './record-store.ts'
import { recordTransport, type TransportTelemetry } from './record-transport.ts'
import { recordWebhooks } from './record-webhooks.ts'
import type { WebhookTelemetry } from './webhook-telemetry.ts'

/** Log, metrics and traces of the server. Traces go where the process's OpenTelemetry provider sends them, if there is one. */
export interface Telemetry extends CallTelemetry, WebhookTelemetry, TransportTelemetry {
  serverStarted(event: Readonly<{ url: string; adminUrl: string | undefined }>): void
  serverStopped(): void
  /** Writes go to another database host from now on. */
  storeHostChanged(event: Readonly<{ from: string; to: string; reason: string }>): void
  /** A database host is excluded from reads, or included again. */
  storeReadHostChanged(event: Readonly<{ host: string; isServing: boolean; outOfService: number }>): void
  /** The clock of this host was compared with the database's. */
  storeClockCompared(event: Readonly<{ hostAheadMs: number; level: ClockLevel }>): void
  /** A readiness check of the store failed; its answer says so too. */
  storeCheckFailed(event: Readonly<{ error: unknown }>): void
  readinessReported(report: Readonly<{ checks: Readonly<Record<string, string>> }>): void
  /** A certificate is in use from now on. */
  tlsLoaded(event: Readonly<{ validTo: string }>): void
  /** The certificate or key on disk is invalid; the pair before stays in use. */
  tlsNotLoaded(event: Readonly<{ error: unknown }>): void
  /** SIGHUP arrived at a single-process server, which cannot replace itself. */
  reloadIgnored(): void
  /** The metrics of all processes of the server in Prometheus text format. */
  metricsText(): Promise<string>
  /** The metrics of this process, in the form of prom-client. */
  ownMetrics(): Promise<readonly object[]>
  metricsContentType: string
}

export type TelemetryDependencies = Readonly<{
  /**
   * Gets the metrics of all processes in Prometheus text format; gives undefined when they do not answer. Absent in a server that is
   * one process.
   */
  gatherMetrics?: (() => Promise<string | undefined>) | undefined
  /** @returns the kind of a store fault; undefined for other faults */
  storeFaultKind: (error: unknown) => string | undefined
}>

export function createTelemetry(logger: Logger, { gatherMetrics, storeFaultKind }: TelemetryDependencies): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const calls = new Counter({
    name: 'yaoquan_calls_total',
    help: 'Calls answered, by method, code and sub code (code 0: the method answered)',
    labelNames: ['method', 'code', 'sub_code'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'yaoquan_call_duration_seconds',
    help: 'Time from the read request to the encoded answer',
    labelNames: ['method'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
    registers: [registry],
  })
  const hostChanges = new Counter({
    name: 'yaoquan_store_host_changes_total',
    help: 'Changes of the database host that is written to',
    labelNames: ['reason'],
    registers: [registry],
  })
  const store = recordStore(registry, storeFaultKind)
  const tracer = trace.getTracer('yaoquan')
  return {
    ...recordWebhooks(logger, registry),
    ...recordGuesses(logger, registry),
    ...recordTransport(logger, registry),
    callAnswered(call) {
      calls.inc({ method: call.method, code: String(call.code), sub_code: call.subCode })
      seconds.observe({ method: call.method }, call.durationMs / 1000)
      traceCall(tracer, call)
      logger.info(call, 'call answered')
    },
    callFailed: (failed) => {
      store.countFault(failed)
      logger.error({ ...failed, error: describeFault(failed) }, 'call failed')
    },
    storeCheckFailed: store.countFault,
    readinessReported: store.readinessReported,
    serverStarted: (event) => logger.info(event, 'server started'),
    storeHostChanged: (event) => {
      hostChanges.inc({ reason: event.reason })
      logger.warn(event, 'database host changed')
    },
    storeReadHostChanged: (event) => {
      store.readHostsReported(event)
      logger.warn(event, event.isServing ? 'database host gets reads again' : 'database host gets no reads')
    },
    storeClockCompared: recordClock(logger, registry),
    serverStopped: () => logger.info('server stopped'),
    tlsLoaded: (event) => logger.info(event, 'certificate loaded'),
    tlsNotLoaded: (event) =>
      logger.error(
        { error: describeFault(event) },
        '新的证书或私钥无法使用，继续使用原有的 (the new certificate or private key cannot be used; the previous one stays in use)',
      ),
    reloadIgnored: () =>
      logger.warn(
        'SIGHUP: 重新加载需要 --workers，服务继续运行 (a reload requires --workers; the server keeps running)',
      ),
    backgroundFailed: (event) => {
      store.countFault(event)
      logger.error({ work: event.work, error: describeFault(event) }, 'background work failed')
    },
    metricsText: async () => (await gatherMetrics?.()) ?? registry.metrics(),
    ownMetrics: () => registry.getMetricsAsJSON(),
    metricsContentType: registry.contentType,
  }
}

function traceCall(tracer: Tracer, call: AnsweredCall): void {
  const attributes = {
    'yaoquan.method': call.method,
    'yaoquan.request_id': call.requestId,
    'yaoquan.app_key': call.appKey,
    'yaoquan.seller_id': call.sellerId,
    'yaoquan.code': call.code,
  }
  const endMs = Date.now()
  tracer.startSpan('top.call', { startTime: endMs - call.durationMs, attributes }).end(endMs)
}

/** Name, message and stack of a fault; they contain no values of the call. */
function describeFault({ error }: Pick<FailedCall, 'error'>): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { name: 'Error', message: 'a value that is no Error was thrown' }
  return { name: error.name, message: error.message, stack: error.stack ?? '' }
}
