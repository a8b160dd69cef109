import { createHmac } from 'node:crypto'

/**
 * The signature of a delivery: hexadecimal HMAC-SHA256 of `TIMESTAMP.BODY`. The timestamp is inside, so that an old
 * delivery cannot be sent again under a new one.
 * @param timestamp the text of the header, epoch milliseconds
 * @param body exactly as sent
 */
export function signDelivery(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex')
}
