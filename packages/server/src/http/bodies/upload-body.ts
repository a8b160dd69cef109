import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BodyFault } from '#gateway/upload/body-fault'

export type BodyLimits = Readonly<{
  /** Uncompressed. */
  maxBytes: number
  /** For the next piece to arrive. */
  idleTimeoutMs: number
  /** For all of them. */
  totalTimeoutMs: number
}>

/**
 * The bytes of an upload, uncompressed, read as fast as they are taken and no faster.
 * @throws BodyFault where they end early, are not what they should be, are too many, or do not come
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
  // What goes wrong on the way is told to whoever reads the last of the pipe.
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
  if (typeof code === 'string' && code.startsWith('Z_')) return new BodyFault('unreadable', { rule: '不是有效的gzip' })
  return error
}
