import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import { type BackgroundTelemetry, recordBackground } from './record-background.ts'
import { type CallTelemetry, recordCalls } from './record-calls.ts'
import { type PeopleTelemetry, recordPeople } from './record-people.ts'
import { recordStore, type StoreTelemetry } from './record-store.ts'
import { recordTransport, type TransportTelemetry } from './record-transport.ts'

/** Log, metrics and traces of the server. Traces go where the process's OpenTelemetry provider sends them, if there is one. */
export interface Telemetry
  extends CallTelemetry,
    BackgroundTelemetry,
    PeopleTelemetry,
    StoreTelemetry,
    TransportTelemetry {
  serverStarted(event: Readonly<{ url: string; adminUrl: string | undefined }>): void
  serverStopped(): void
  /** A server that stops did not wait for its work beside calls, or for its store, any longer. */
  workNotEnded(): void
  tlsLoaded(event: Readonly<{ validTo: string }>): void
  /** The certificate or key on disk is invalid; the pair before stays in use. */
  tlsNotLoaded(event: Readonly<{ error: unknown }>): void
  /** The thread of large writes takes calls. */
  bulkThreadStarted(): void
  /** The thread of large writes died; another one is started for the next of them. */
  bulkThreadEnded(event: Readonly<{ error: unknown }>): void
  metricsText(): Promise<string>
  /** The metrics of this process, in the form of prom-client. */
  ownMetrics(): Promise<readonly object[]>
  metricsContentType: string
}

export type TelemetryDependencies = Readonly<{
  /** Metrics of all processes in Prometheus text format, if they answer; absent in a server that is one process. */
  gatherMetrics?: (() => Promise<string | undefined>) | undefined
  /** @returns the kind of a store fault; undefined for other faults */
  storeFaultKind: (error: unknown) => string | undefined
  /** How many lines of the log were dropped so far. */
  droppedLines: () => number
}>

export function createTelemetry(
  logger: Logger,
  { gatherMetrics, storeFaultKind, droppedLines }: TelemetryDependencies,
): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countDroppedLines(registry, droppedLines)
  const store = recordStore(logger, registry, storeFaultKind)
  const logFault = ({ error, ...event }: Readonly<{ error: unknown }>, message: string) =>
    logger.error({ ...event, error: describeFault(error) }, message)
  return {
    ...store,
    ...recordCalls(logger, registry),
    ...recordBackground(logger, registry),
    ...recordPeople(logger, registry),
    ...recordTransport(logger, registry),
    callFailed(failed) {
      store.countStoreFault(failed)
      logFault(failed, 'call failed')
    },
    backgroundFailed(event) {
      store.countStoreFault(event)
      logFault(event, 'background work failed')
    },
    serverStarted: (event) => logger.info(event, 'server started'),
    serverStopped: () => logger.info('server stopped'),
    workNotEnded: () => logger.error('停止时后台工作没有按时结束 (work beside calls did not end in time at the stop)'),
    tlsLoaded: (event) => logger.info(event, 'certificate loaded'),
    tlsNotLoaded: (event) =>
      logFault(
        event,
        '新的证书或私钥无法使用，继续使用原有的 (the new certificate or private key cannot be used; the previous one stays in use)',
      ),
    bulkThreadStarted: () => logger.info('thread of large writes started'),
    bulkThreadEnded: (event) =>
      logFault(event, '批量写入的线程已退出，将重新启动 (the thread of large writes ended; it is started again)'),
    metricsText: async () => (await gatherMetrics?.()) ?? registry.metrics(),
    ownMetrics: () => registry.getMetricsAsJSON(),
    metricsContentType: registry.contentType,
  }
}

/** Counts the lines of the log that were dropped. */
export function countDroppedLines(registry: Registry, droppedLines: () => number): void {
  const help = 'Lines of the log that were dropped, since nobody read them or they could not be written'
  new Counter({
    name: 'yaoquan_log_lines_dropped_total',
    help,
    registers: [registry],
    collect() {
      this.reset()
      this.inc(droppedLines())
    },
  })
}

/** Name, message and stack of a fault; they contain no values of the call. */
export function describeFault(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { name: 'Error', message: 'a value that is no Error was thrown' }
  return { name: error.name, message: error.message, stack: error.stack ?? '' }
}
