import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { BodyBudget } from '#http/connections/admission'

/** `more`: the body goes on and its stream is paused. `gone`: the caller closed the connection. */
export type Collected = 'whole' | 'more' | 'too-large' | 'no-room' | 'gone'

type Collection = Readonly<{
  body: BodyBuffer
  /** Bytes of the body that arrived before. */
  earlierBytes?: number
  /** Length of the whole body; NaN where it is not known. */
  expectedBytes: number
  maxBytes: number
  /** Called with a buffer of more than 256 kB. @returns that for the next pieces; undefined to pause, as without it */
  next?: (full: BodyBuffer) => BodyBuffer | undefined
  /** Charged for every piece before it is kept. */
  budget: Pick<BodyBudget, 'received'>
}>

/** @returns the announced length of a body: 0 for none, NaN for one of unknown length (RFC 9112, 6.3) */
export function announcedBytes({ headers }: IncomingMessage): number {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers
  if (length !== undefined) return Number(length)
  return encoding === undefined ? 0 : Number.NaN
}

/**
 * Collects a body up to its last byte: waiting for the end of the stream costs further turns of the event loop. Pieces
 * are taken as they come, since a stream keeps an object of some hundred bytes for each piece that waits in it.
 */
export function collectBody(request: IncomingMessage, collection: Collection): Promise<Collected> {
  const { earlierBytes = 0, expectedBytes, maxBytes, next, budget } = collection
  return new Promise((resolve) => {
    let { body } = collection
    let received = earlierBytes
    const settle = (outcome: Collected) => {
      request.off('data', append).off('end', finish).off('close', leave)
      if (outcome === 'more') request.pause()
      // The rest of a refused body is read and dropped until its connection ends.
      else request.resume()
      resolve(outcome)
    }
    const append = (piece: Buffer) => {
      received += piece.length
      if (received > maxBytes) return settle('too-large')
      if (!budget.received(piece.length)) return settle('no-room')
      body.append(piece)
      if (body.length > transportLimits.maxUnknownBodyBytes) {
        const following = next?.(body)
        if (following === undefined) return settle('more')
        body = following
      }
      if (received === expectedBytes) settle('whole')
    }
    const finish = () => settle('whole')
    const leave = () => settle('gone')
    // The connection may have closed before anything listened.
    if (request.destroyed) return settle('gone')
    request.on('data', append).on('end', finish).on('close', leave)
    request.resume()
  })
}

/**
 * Bytes that arrive in pieces, in one array, so that a small piece costs no object of its own. The array grows with what
 * arrived, never with what was announced, and is at most twice as long as that.
 */
export class BodyBuffer {
  #bytes: Uint8Array = nothing
  #length = 0
  readonly #expected: number

  /** @param expected length of the whole, so that the array does not grow beyond it; NaN where it is not known */
  constructor(expected: number) {
    this.#expected = expected
  }

  get length(): number {
    return this.#length
  }

  /** @param piece the first one is kept without a copy and must not change afterwards */
  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length
    if (this.#length === 0) this.#bytes = piece
    else {
      if (needed > this.#bytes.length) this.#growTo(needed)
      this.#bytes.set(piece, this.#length)
    }
    this.#length = needed
  }

  /** All that was appended: a view that is valid until more is appended. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #growTo(needed: number): void {
    const doubled = Math.max(needed * 2, minBytes)
    const grown = new Uint8Array(needed <= this.#expected ? Math.min(doubled, this.#expected) : doubled)
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

const nothing = new Uint8Array(0)
const minBytes = 1_024
