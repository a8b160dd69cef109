import { createHmac } from 'node:crypto'
import { eventFields } from '@yaoquan/api'
import type { ChainEvent } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/shown-event'
import type { LeasedWebhook } from '#domain/webhooks/webhook-store'
import type { Delivery } from './post-delivery.ts'

/**
 * One signed delivery: events in the field names of `yaoquan.event.list`, in order. They hold no phone, since events
 * hold none.
 * @param nowMs of the store's clock, which a receiver compares with its own
 */
export function deliveryOf(webhook: LeasedWebhook, events: readonly ChainEvent[], nowMs: number): Delivery {
  const { sellerId, webhookId, url, secret } = webhook
  const body = JSON.stringify({ seller_id: sellerId, webhook_id: webhookId, events: events.map(wireEvent) })
  const timestamp = String(nowMs)
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': 'yaoquan-webhook',
    'X-Yaoquan-Webhook-Id': webhookId,
    'X-Yaoquan-Timestamp': timestamp,
    'X-Yaoquan-Signature': signDelivery(secret, timestamp, body),
  }
  return { url, headers, body }
}

/** Members in the order of the definition. */
function wireEvent(event: ChainEvent): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = shownEvent(event)
  return Object.fromEntries(Object.entries(eventFields).map(([property, { wire }]) => [wire, values[property]]))
}

/**
 * The signature of a delivery: hexadecimal HMAC-SHA256 of `TIMESTAMP.BODY`. The timestamp is inside, so that an old
 * delivery cannot be sent again under a new one.
 * @param timestamp the text of the header, epoch milliseconds
 * @param body exactly as sent
 */
export function signDelivery(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex')
}
