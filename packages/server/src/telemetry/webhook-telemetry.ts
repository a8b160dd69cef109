/** Events that a receiver acknowledged. */
export type DeliveredEvents = Readonly<{
  sellerId: string
  webhookId: string
  events: number
  cursorSeq: number
  /** Events of the seller that are not delivered yet. */
  lag: number
  durationMs: number
}>

export type FailedDelivery = Readonly<{
  sellerId: string
  webhookId: string
  reason: string
  failures: number
  lag: number
  pauseMs: number
}>

/** Events that were not acknowledged in time and are skipped. */
export type SkippedEvents = Readonly<{
  sellerId: string
  webhookId: string
  events: number
  firstSeq: number
  lastSeq: number
}>

/** Events that the delivery of webhooks reports. */
export interface WebhookTelemetry {
  eventsDelivered(delivery: DeliveredEvents): void
  /** All events of the webhook are delivered, by this process or another. */
  nothingToDeliver(webhook: Readonly<{ sellerId: string; webhookId: string }>): void
  deliveryFailed(delivery: FailedDelivery): void
  eventsSkipped(skipped: SkippedEvents): void
  /** Background work failed; it will be tried again. */
  backgroundFailed(event: Readonly<{ work: string; error: unknown }>): void
}
