import { eventFields } from '@yaoquan/api'
import { signWebhook } from '@yaoquan/protocol'
import type { ChainEvent } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/lifecycle-text'
import type { LeasedWebhook } from '#domain/webhooks/webhook-store'
import type { Delivery } from './post-delivery.ts'

/** Where a delivery goes, and what signs it. */
export type Target = Pick<LeasedWebhook, 'sellerId' | 'webhookId' | 'url' | 'secret'>

/** A signed delivery of events in the field names of `yaoquan.event.list`. @param nowMs of the store's clock */
export function deliveryOf(webhook: Target, events: readonly ChainEvent[], nowMs: number): Delivery {
  return signed(webhook, { events: events.map(wireEvent) }, nowMs)
}

/** A signed delivery without events, which a receiver checks and answers like any other. */
export function testDeliveryOf(webhook: Target, nowMs: number): Delivery {
  return signed(webhook, { test: true, events: [] }, nowMs)
}

function signed({ sellerId, webhookId, url, secret }: Target, content: object, nowMs: number): Delivery {
  const body = JSON.stringify({ seller_id: sellerId, webhook_id: webhookId, ...content })
  const timestamp = String(nowMs)
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': 'yaoquan-webhook',
    'X-Yaoquan-Webhook-Id': webhookId,
    'X-Yaoquan-Timestamp': timestamp,
    'X-Yaoquan-Signature': signWebhook({ secret, timestamp, body }),
  }
  return { url, headers, body }
}

function wireEvent(event: ChainEvent): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = shownEvent(event)
  return Object.fromEntries(Object.entries(eventFields).map(([property, { wire }]) => [wire, values[property]]))
}
