import { hmacHex } from './hmac.ts'

/**
 * The signature of a webhook: HMAC-SHA256 of `TIMESTAMP.BODY`, so that an old body cannot be sent again under a new timestamp.
 * @param parts `secret` of the webhook; `timestamp` of the delivery, epoch milliseconds as text; `body` as it is sent
 * @returns lower-case hex
 */
export function signWebhook({
  secret,
  timestamp,
  body,
}: Readonly<{ secret: string; timestamp: string; body: string }>): string {
  return hmacHex('sha256', secret, `${timestamp}.${body}`)
}
