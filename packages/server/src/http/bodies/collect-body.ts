import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { BodyLoad } from '#http/connections/admission'
import type { BodyBuffer } from './body-buffer.ts'

/** `more` where the body goes on, and its stream waits; `gone` when its caller is. */
export type Collected = 'whole' | 'more' | 'too-large' | 'no-room' | 'gone'

type Collection = Readonly<{
  /** Takes what arrives. */
  body: BodyBuffer
  /** Bytes of the body that arrived before. */
  earlierBytes: number
  /** Of the whole body; NaN where that is not known. */
  expectedBytes: number
  /**
   * Is asked what takes the next pieces whenever there are more than 256 kB in what took the last one.
   * @returns undefined to let the body wait
   */
  next: (full: BodyBuffer) => BodyBuffer | undefined
  /** Is told of every piece before it is kept. */
  load: BodyLoad
}>

/**
 * Collects what arrives of a body, until its last byte: waiting for the end of the stream costs more turns. Pieces are
 * taken as they come, since a stream keeps an object of some hundred bytes for each piece that waits in it.
 */
export function collectBody(request: IncomingMessage, collection: Collection): Promise<Collected> {
  const { earlierBytes, expectedBytes, next, load } = collection
  return new Promise((resolve) => {
    let { body } = collection
    let received = earlierBytes
    const give = (outcome: Collected) => {
      request.off('data', take).off('end', finish).off('close', leave)
      if (outcome === 'more') request.pause()
      // What still comes of a refused body is read and dropped until its connection ends.
      else request.resume()
      resolve(outcome)
    }
    const take = (piece: Buffer) => {
      received += piece.length
      if (received > transportLimits.maxBodyBytes) return give('too-large')
      if (!load.received(piece.length)) return give('no-room')
      body.append(piece)
      if (body.length > transportLimits.maxUnknownBodyBytes) {
        const following = next(body)
        if (following === undefined) return give('more')
        body = following
      }
      if (received === expectedBytes) give('whole')
    }
    const finish = () => give('whole')
    const leave = () => give('gone')
    // It may have ended while nobody listened.
    if (request.destroyed) return give('gone')
    request.on('data', take).on('end', finish).on('close', leave)
    request.resume()
  })
}
