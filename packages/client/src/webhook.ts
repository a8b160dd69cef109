import { eventFields, list, text } from '@yaoquan/api'
import { decodeJsonLine, signWebhook } from '@yaoquan/protocol'
import { WebhookError } from './client-errors.ts'
import type { CouponEvent } from './pages.ts'

/** What one POST of a webhook brings: up to 100 events of a seller, in order. */
export type WebhookDelivery = Readonly<{
  sellerId: string
  webhookId: string
  /** In order of their number; none in a test of the console. */
  events: readonly CouponEvent[]
}>

/** The headers of a request: `Headers`, or an object such as `request.headers` of Node.js, Express or Fastify. */
export type WebhookHeaders =
  | Readonly<{ get(name: string): string | null }>
  | Readonly<Record<string, string | readonly string[] | undefined>>

export type WebhookOptions = Readonly<{
  /** How far the timestamp may be from now, milliseconds; default 300,000. */
  toleranceMs?: number | undefined
  /** Epoch milliseconds; default: `Date.now`. */
  clock?: (() => number) | undefined
}>

/**
 * Verifies the signature of a webhook, and reads its events.
 * @param body as received: bytes or text, before anything parses it
 * @param secret of the webhook, as `yaoquan webhook add` printed it
 * @throws WebhookError when the POST is not one of the webhook, or too old; TypeError for a blank secret, or a body that was parsed already
 */
export function constructEvents(
  body: string | Uint8Array,
  { headers, secret, ...options }: WebhookOptions & Readonly<{ headers: WebhookHeaders; secret: string }>,
): WebhookDelivery {
  const { toleranceMs = 300_000, clock = Date.now } = options
  // Anybody can sign with the secret of a variable that is not set.
  if (secret.trim() === '') throw new TypeError('secret must not be blank')
  const sent = textOf(body)
  const timestamp = headerOf(headers, 'x-yaoquan-timestamp')
  const signature = headerOf(headers, 'x-yaoquan-signature')
  if (!isSame(signWebhook({ secret, timestamp, body: sent }), signature)) {
    throw new WebhookError(
      'the signature does not match: another secret, or the body was changed after it was received',
    )
  }
  if (!(Math.abs(clock() - Number(timestamp)) <= toleranceMs)) {
    throw new WebhookError(`the timestamp is more than ${toleranceMs} ms from now`)
  }
  const delivery = decodeJsonLine(deliveryFields, sent)
  if (delivery === undefined) throw new WebhookError('the body has no events')
  return delivery
}

const deliveryFields = {
  sellerId: text('seller_id', '111', '连锁id', 'Seller', { required: true }),
  webhookId: text('webhook_id', 'wh1', 'webhook的id', 'Id of the webhook', { required: true }),
  events: list(
    'events',
    { itemTag: 'coupon_event', item: { kind: 'object', typeName: 'CouponEvent', fields: eventFields } },
    '事件',
    'Events, in order',
    { required: true },
  ),
} as const

function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  throw new TypeError('pass the body as it was received, as bytes or text: what was parsed cannot be verified')
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const get = headers.get
  const value =
    typeof get === 'function'
      ? get.call(headers, name)
      : Object.entries(headers).find(([header]) => header.toLowerCase() === name)?.[1]
  if (typeof value !== 'string') throw new WebhookError(`the request has no header ${name}`)
  return value
}

/** Takes the same time wherever two texts of one length differ. */
function isSame(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length
  for (let index = 0; index < expected.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  }
  return difference === 0
}
