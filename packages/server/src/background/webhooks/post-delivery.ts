import { request as requestHttps } from 'node:https'
import { type DeliveryFailure, eventFields } from '@yaoquan/api'
import { signWebhook } from '@yaoquan/protocol'
import type { ChainEvent } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/lifecycle-text'
import type { LeasedWebhook } from '#domain/webhooks/webhook-store'
import { createPublicLookup, refusePrivateLiteral } from './public-lookup.ts'

const { request: requestHttp } = process.getBuiltinModule('node:http')

export type Delivery = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: string }>

/** `reason` is a code, whose words `deliveryFailureText` has; it contains neither the URL nor anything the receiver wrote. */
export type DeliveryOutcome = Readonly<{ kind: 'acknowledged' }> | Readonly<{ kind: 'failed'; reason: string }>

/** Sends one delivery, once. Never rejects. */
export type PostDelivery = (delivery: Delivery, signal: AbortSignal) => Promise<DeliveryOutcome>

type PostRules = Readonly<{
  allowPrivate: boolean
  /** Timeout of the whole exchange. */
  timeoutMs: number
}>

/** Bytes of an answer's body that are read, only to let the receiver finish writing it. */
const maxAnswerBytes = 64 * 1024

/** Time for one POST to a webhook, up to the last byte of its answer. */
const webhookTimeoutMs = 10_000

type PostOptions = Readonly<{
  allowPrivateWebhooks: boolean
  /** Only in a sandbox: sends deliveries to its own inspector by the second function. */
  deliverToOwn: ((others: PostDelivery, own: PostDelivery) => PostDelivery) | undefined
}>

/** Posts the deliveries of a server. */
export function createWebhookPost({ allowPrivateWebhooks, deliverToOwn }: PostOptions): PostDelivery {
  const postTo = (allowPrivate: boolean) => createPostDelivery({ allowPrivate, timeoutMs: webhookTimeoutMs })
  const post = postTo(allowPrivateWebhooks)
  return deliverToOwn?.(post, postTo(true)) ?? post
}

/** Posts deliveries: any 2xx acknowledges, redirects are not followed, certificates are checked. */
export function createPostDelivery({ allowPrivate, timeoutMs }: PostRules): PostDelivery {
  const guard = allowPrivate ? {} : { lookup: createPublicLookup() }
  return async (delivery, signal) => {
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const url = new URL(delivery.url)
      if (!allowPrivate) refusePrivateLiteral(url)
      const status = await exchange(url, delivery, { ...guard, signal: AbortSignal.any([signal, limit]) })
      return status >= 200 && status < 300 ? { kind: 'acknowledged' } : { kind: 'failed', reason: `HTTP ${status}` }
    } catch (error) {
      return { kind: 'failed', reason: limit.aborted ? ('TIMEOUT' satisfies DeliveryFailure) : faultOf(error) }
    }
  }
}

type Guard = Readonly<{ signal: AbortSignal; lookup?: ReturnType<typeof createPublicLookup> }>

/** @returns the status, once the answer is complete, long enough, or aborted after its status */
function exchange(url: URL, { headers, body }: Delivery, guard: Guard): Promise<number> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // No agent: a kept connection may be closed by the receiver just when the next delivery is written.
    const request = send(url, { method: 'POST', headers, agent: false, ...guard }, (response) => {
      const settle = () => resolve(response.statusCode ?? 0)
      let received = 0
      response.on('data', (piece: Buffer) => {
        received += piece.length
        if (received > maxAnswerBytes) response.destroy()
      })
      response.on('end', settle).on('error', settle).on('close', settle)
    })
    request.on('error', reject).on('close', () => reject(new Error('NO_ANSWER' satisfies DeliveryFailure)))
    request.end(body)
  })
}

/** The error's code if it has one: messages of the system contain addresses. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN' satisfies DeliveryFailure
  if (error.name === 'PrivateTargetError' || error.name === 'AbortError') return error.message
  return 'code' in error ? String(error.code) : error.message
}

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
