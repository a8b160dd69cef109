import type { IncomingMessage } from 'node:http'
import { BodyBuffer } from './body-buffer.ts'
import type { BodyLoad } from './call-load.ts'
import { transportLimits } from './transport-limits.ts'

/**
 * The whole body. It is there with its last byte: waiting for the end of the stream costs more turns.
 * @param load is told of every piece before it is kept
 * @returns `too-large` and `no-room` as soon as that is known; never settles when the caller goes away before
 */
export function readBody(request: IncomingMessage, load: BodyLoad): Promise<Uint8Array | 'too-large' | 'no-room'> {
  const expected = Number(request.headers['content-length'] ?? Number.NaN)
  if (expected > transportLimits.maxBodyBytes) return Promise.resolve('too-large')
  return new Promise((resolve) => {
    const body = new BodyBuffer(expected)
    const give = (outcome: Uint8Array | 'too-large' | 'no-room') => {
      // What still comes of a refused body is read and dropped until its connection ends.
      request.off('data', take).off('end', finish).resume()
      resolve(outcome)
    }
    const take = (piece: Buffer) => {
      if (body.length + piece.length > transportLimits.maxBodyBytes) return give('too-large')
      if (!load.received(piece.length)) return give('no-room')
      body.append(piece)
      if (body.length === expected) give(body.bytes())
    }
    const finish = () => give(body.bytes())
    request.on('data', take).on('end', finish)
  })
}
