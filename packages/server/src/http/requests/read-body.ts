import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import { BodyBuffer } from './body-buffer.ts'
import { announcedBytes, collectBody } from './collect-body.ts'
import { type BodyReading, type ReadBody, readLargeBody } from './read-large-body.ts'

const noBytes = Buffer.alloc(0)

/**
 * Reads the body of a call.
 * @returns as soon as the outcome is known, even if more of the body is still to come
 * @throws what the look-up of an app or the disk throws
 */
export async function readBody(request: IncomingMessage, reading: BodyReading): Promise<ReadBody> {
  const expectedBytes = announcedBytes(request)
  if (expectedBytes === 0) return noBytes
  const { maxBodyBytes: maxBytes } = transportLimits
  if (expectedBytes > maxBytes) return 'too-large'
  const body = new BodyBuffer(expectedBytes)
  const next = () => undefined
  const { budget } = reading
  const outcome = await collectBody(request, { body, earlierBytes: 0, expectedBytes, maxBytes, next, budget })
  if (outcome === 'whole') return body.bytes()
  return outcome === 'more' ? readLargeBody(request, { start: body, expectedBytes, ...reading }) : outcome
}

/** Text of a body, or why there is none; `gone` when the caller closed the connection. */
export type Form = Readonly<{ text: string }> | 'too-large' | 'gone'

/**
 * Reads a short body: a form or JSON that a page sends. It is not charged to its client.
 * @param maxBytes greatest length, below 256 kB
 */
export async function readForm(request: IncomingMessage, maxBytes: number): Promise<Form> {
  const expectedBytes = announcedBytes(request)
  if (expectedBytes > maxBytes) return 'too-large'
  const body = new BodyBuffer(expectedBytes)
  const [next, budget] = [() => undefined, { received: () => true }]
  const outcome =
    expectedBytes === 0
      ? 'whole'
      : await collectBody(request, { body, earlierBytes: 0, expectedBytes, maxBytes, next, budget })
  if (outcome === 'gone' || outcome === 'too-large') return outcome
  return { text: Buffer.from(body.bytes()).toString('utf8') }
}
