import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** A webhook is named by its id: a URL may contain a token of its receiver. */
type NamedWebhook = Readonly<{ sellerId: string; webhookId: string }>

/** `lag` is the number of the seller's events that are not delivered yet. */
type LaggingWebhook = NamedWebhook & Readonly<{ lag: number }>

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

export function recordWebhooks(logger: Logger, registry: Registry): Omit<WebhookTelemetry, 'backgroundFailed'> {
  const { counter, gauge } = createMetrics(registry)
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
