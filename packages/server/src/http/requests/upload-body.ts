import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BodyFault } from '#gateway/upload/body-lines'

export type BodyLimits = Readonly<{
  maxBytes: number
  /** Time for the next piece to arrive. */
  idleTimeoutMs: number
  /** Time for the whole body to arrive. */
  totalTimeoutMs: number
}>

/**
 * The bytes of an upload, uncompressed. They are read from the connection only as fast as the consumer takes them, and from apps
 * whose signature was verified, of each a few at a time: so they do not wait in the queue of crumbs.
 * @throws BodyFault where they end early, are not valid gzip, are too many, or arrive too slowly
 */
export async function* uploadBody(
  request: IncomingMessage,
  { maxBytes, idleTimeoutMs, totalTimeoutMs }: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = sourceOf(request)[Symbol.asyncIterator]()
  const endMs = performance.now() + totalTimeoutMs
  let bytes = 0
  for (;;) {
    const next = await withinTime(pieces.next(), Math.min(idleTimeoutMs, endMs - performance.now()))
    if (next.done === true) break
    bytes += next.value.length
    if (bytes > maxBytes) throw new BodyFault('tooLarge', { bytes: maxBytes })
    yield next.value
  }
  if (!request.complete) throw new BodyFault('incomplete')
}

function sourceOf(request: IncomingMessage): Readable {
  if (request.headers['content-encoding'] !== 'gzip') return request
  // The reader of the last stream gets the error of any of them.
  return pipeline(request, createGunzip(), () => undefined)
}

async function withinTime<T>(piece: Promise<T>, waitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BodyFault('tooSlow')), Math.max(0, waitMs))
  })
  try {
    return await Promise.race([piece, late])
  } catch (error) {
    throw faultOf(error)
  } finally {
    clearTimeout(timer)
  }
}

function faultOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'Z_BUF_ERROR') {
    return new BodyFault('incomplete')
  }
  if (typeof code === 'string' && code.startsWith('Z_')) return new BodyFault('unreadable', { rule: noGzip })
  return error
}

const noGzip = { zh: '不是有效的gzip', en: 'it is no valid gzip' }
