import type { Logger } from 'pino'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { WebhookTelemetry } from './webhook-telemetry.ts'

/** Log and metrics of deliveries. Webhooks are named by their id: a URL may contain a token of its receiver. */
export function recordWebhooks(logger: Logger, registry: Registry): Omit<WebhookTelemetry, 'backgroundFailed'> {
  const events = new Counter({
    name: 'yaoquan_webhook_events_total',
    help: 'Events acknowledged by receivers, or given up after 30 days, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'yaoquan_webhook_failures_total',
    help: 'Deliveries that no receiver acknowledged; they are tried again',
    registers: [registry],
  })
  const lag = new Gauge({
    name: 'yaoquan_webhook_lag_events',
    help: 'Events not yet delivered, as of the last attempt of this process',
    labelNames: ['seller_id', 'webhook_id'],
    // One process delivers; the older value of another is not higher, or is corrected when everything is delivered.
    aggregator: 'max',
    registers: [registry],
  })
  const setLag = (at: Readonly<{ sellerId: string; webhookId: string; lag: number }>) =>
    lag.set({ seller_id: at.sellerId, webhook_id: at.webhookId }, at.lag)
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
