import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** A webhook is named by its id: a URL may contain a token of its receiver. */
type NamedWebhook = Readonly<{ sellerId: string; webhookId: string }>

/** `lag` is the number of the seller's events that are not delivered yet. */
type LaggingWebhook = NamedWebhook & Readonly<{ lag: number }>

/** Metrics and log lines of webhook deliveries. */
export interface WebhookTelemetry {
  /** A receiver acknowledged events. */
  eventsDelivered(delivery: LaggingWebhook & Readonly<{ events: number; cursorSeq: number; durationMs: number }>): void
  /** All events of the webhook are delivered, by this process or another. */
  nothingToDeliver(webhook: NamedWebhook): void
  deliveryFailed(delivery: LaggingWebhook & Readonly<{ reason: string; failures: number; pauseMs: number }>): void
  /** Events were not acknowledged in time and are skipped. */
  eventsSkipped(skipped: NamedWebhook & Readonly<{ events: number; firstSeq: number; lastSeq: number }>): void
  /** Background work failed; it will be tried again. `store`: the name of another store whose work it is. */
  backgroundFailed(event: Readonly<{ work: string; store?: string | undefined; error: unknown }>): void
}

/** Metrics and log lines of background work. */
export interface BackgroundTelemetry extends WebhookTelemetry {
  /** Refused calls were stored, to be explained later. */
  refusalsKept(batch: Readonly<{ calls: number }>): void
  /** A refused call will not be explained: `queue`, too many wait; `app`, its app had too many in this hour. */
  refusalDropped(drop: Readonly<{ cause: 'queue' | 'app' }>): void
  /** The report of a day was computed. */
  dayReconciled(day: Readonly<{ sellerId: string; day: string; findings: number; pending: number }>): void
  /** Request numbers or members were removed because they were older than the seller's policy says. */
  oldRemoved(removal: Readonly<{ sellerId: string; kind: string; rows: number }>): void
}

/** Metrics and log lines of work beside calls: kept refusals, reconciled days, retention and webhooks. */
export function recordBackground(logger: Logger, registry: Registry): Omit<BackgroundTelemetry, 'backgroundFailed'> {
  const { counter, gauge } = createMetrics(registry)
  const kept = counter('yaoquan_refusals_kept_total', 'Refused calls that were stored, to be explained later')
  const dropped = counter(
    'yaoquan_refusals_dropped_total',
    'Refused calls that were not stored, by cause: queue, too many waited for the store; app, too many of one app in an hour',
    'cause',
  )
  const reports = counter(
    'yaoquan_reconciliation_reports_total',
    'Reports of days that were computed, by whether they have findings',
    'result',
  )
  const removed = counter(
    'yaoquan_retention_removed_total',
    'Rows removed because they were older than the policy of their seller says, by what they are',
    'kind',
  )
  const events = counter(
    'yaoquan_webhook_events_total',
    'Events acknowledged by receivers, or given up after 30 days, by outcome',
    'outcome',
  )
  const failures = counter(
    'yaoquan_webhook_failures_total',
    'Deliveries that no receiver acknowledged; they are tried again',
  )
  // One process delivers; the older value of another is not higher, or is corrected when everything is delivered.
  const lags = gauge('yaoquan_webhook_lag_events', 'Events not yet delivered, as of the last attempt of this process', {
    labelNames: ['seller_id', 'webhook_id'],
    aggregator: 'max',
  })
  const setLag = ({ sellerId, webhookId, lag }: LaggingWebhook) =>
    lags.set({ seller_id: sellerId, webhook_id: webhookId }, lag)
  return {
    refusalsKept: ({ calls }) => kept.inc(calls),
    refusalDropped: ({ cause }) => dropped.inc({ cause }),
    dayReconciled(report) {
      const hasFindings = report.findings > 0
      reports.inc({ result: hasFindings ? 'findings' : 'clean' })
      if (hasFindings) logger.info(report, 'a reconciled day has findings')
      else logger.debug(report, 'a day was reconciled')
    },
    oldRemoved(removal) {
      removed.inc({ kind: removal.kind }, removal.rows)
      logger.debug(removal, 'removed what is older than the retention policy says')
    },
    eventsDelivered(delivery) {
      events.inc({ outcome: 'acknowledged' }, delivery.events)
      setLag(delivery)
      logger.info(delivery, 'events delivered')
    },
    nothingToDeliver: (webhook) => setLag({ ...webhook, lag: 0 }),
    deliveryFailed(failed) {
      failures.inc()
      setLag(failed)
      logger.warn(failed, 'delivery failed')
    },
    eventsSkipped(skipped) {
      events.inc({ outcome: 'skipped' }, skipped.events)
      logger.error(skipped, 'events given up after 30 days')
    },
  }
}
