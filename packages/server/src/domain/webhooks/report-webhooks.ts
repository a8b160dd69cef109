import type { EventReader } from '#domain/events/event-store'
import type { Webhook, WebhookRegistry } from './webhook-store.ts'

/** A webhook and how far it is behind. */
export type WebhookReport = Webhook &
  Readonly<{
    /** Number of the seller's newest event; `newestSeq - cursorSeq` events wait. */
    newestSeq: number
    /** When the oldest waiting event happened. */
    waitingSinceMs: number | undefined
  }>

type Dependencies = Readonly<{ webhooks: WebhookRegistry; events: EventReader }>

/** A seller's webhooks in the order in which they were added. */
export async function reportWebhooks(
  sellerId: string,
  { webhooks, events }: Dependencies,
): Promise<readonly WebhookReport[]> {
  const reports: WebhookReport[] = []
  for (const webhook of await webhooks.listWebhooks(sellerId)) {
    const page = await events.listEvents({ sellerId, afterSeq: webhook.cursorSeq, limit: 1 })
    reports.push({ ...webhook, newestSeq: page.newestSeq, waitingSinceMs: page.events[0]?.atMs })
  }
  return reports
}
