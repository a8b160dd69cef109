import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type Verdict = 'genuine' | 'no timestamp or signature' | 'timestamp too far from now' | 'wrong signature'

type Received = Readonly<{
  secret: string
  headers: IncomingHttpHeaders
  /** The bytes as received: text that was parsed and written again has another signature. */
  body: Buffer
  /** Epoch milliseconds. */
  nowMs: number
}>

/** How far the clocks of sender and receiver may differ, and how long a recorded delivery can be sent again. */
const windowMs = 5 * 60_000

/**
 * Whether the holder of the secret sent this body recently: `X-Yaoquan-Signature` is the hexadecimal HMAC-SHA256 of
 * `X-Yaoquan-Timestamp`, a dot and the body.
 */
export function verifyDelivery({ secret, headers, body, nowMs }: Received): Verdict {
  const timestamp = headers['x-yaoquan-timestamp']
  const signature = headers['x-yaoquan-signature']
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return 'no timestamp or signature'
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > windowMs) {
    return 'timestamp too far from now'
  }
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest()
  const input = Buffer.from(signature, 'hex')
  // An ordinary comparison would tell by its duration how many bytes of a guess are right.
  return input.length === expected.length && timingSafeEqual(input, expected) ? 'genuine' : 'wrong signature'
}
