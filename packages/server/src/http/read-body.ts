import type { IncomingMessage } from 'node:http'
import { transportLimits } from './transport-limits.ts'

/**
 * The whole body. It is there with its last byte: waiting for the end of the stream costs more turns.
 * @returns `too-large` as soon as that is known; never settles when the caller goes away before
 */
export function readBody(request: IncomingMessage): Promise<Uint8Array | 'too-large'> {
  const expected = Number(request.headers['content-length'] ?? Number.NaN)
  if (expected > transportLimits.maxBodyBytes) return Promise.resolve('too-large')
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let received = 0
    request.on('data', (piece: Buffer) => {
      received += piece.length
      if (received > transportLimits.maxBodyBytes) return resolve('too-large')
      pieces.push(piece)
      if (received === expected) resolve(joined(pieces))
    })
    request.on('end', () => resolve(joined(pieces)))
  })
}

function joined(pieces: readonly Buffer[]): Uint8Array {
  const [only] = pieces
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces)
}
