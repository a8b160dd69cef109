import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import { BodyBuffer } from './body-buffer.ts'
import { collectBody } from './collect-body.ts'
import { type BodyPlace, type ReadBody, readLargeBody } from './read-large-body.ts'

const noBytes = Buffer.alloc(0)

/**
 * The whole body.
 * @returns as soon as the outcome is known, whatever still comes
 * @throws what the look-up of an app or the disk throws
 */
export async function readBody(request: IncomingMessage, place: BodyPlace): Promise<ReadBody> {
  if (!hasBody(request)) return noBytes
  const expectedBytes = Number(request.headers['content-length'] ?? Number.NaN)
  if (expectedBytes > transportLimits.maxBodyBytes) return 'too-large'
  const body = new BodyBuffer(expectedBytes)
  const next = () => undefined
  const outcome = await collectBody(request, { body, earlierBytes: 0, expectedBytes, next, load: place.load })
  if (outcome === 'whole') return body.bytes()
  return outcome === 'more' ? readLargeBody(request, { start: body, expectedBytes, ...place }) : outcome
}

/** A request has a body when one of these says so (RFC 9112, 6.3). */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}
