import type { IncomingMessage } from 'node:http'

/** How long the event loop is free of crumbs after each of their reads. A read takes 10 to 30 ms. */
const restMs = 200

/** More pieces than this, of fewer bytes on average, are crumbs. A read of the system has up to 11,000 of one byte. */
const maxPieces = 1_024
const minBytesOfPiece = 16

/**
 * Bodies that come in pieces of a few bytes, as chunks of one byte do: each piece costs as much as a kilobyte. They take
 * turns, one read of the system at a time with a rest after it, so that all of them together use a tenth of the processor.
 */
export class CrumbQueue {
  readonly #resting = new Set<IncomingMessage>()
  #timer: NodeJS.Timeout | undefined

  /** Called for each piece of a body, with the sums so far. */
  noticePiece(request: IncomingMessage, { pieces, bytes }: Readonly<{ pieces: number; bytes: number }>): void {
    if (pieces <= maxPieces || bytes >= pieces * minBytesOfPiece || this.#resting.has(request)) return
    this.#resting.add(request)
    // Otherwise the stream, which holds nothing, lets the socket read on.
    request._read = () => undefined
    request.socket.pause()
    this.#timer ??= setTimeout(() => this.#resumeNext(), restMs).unref()
  }

  #resumeNext(): void {
    this.#timer = undefined
    for (const next of this.#resting) {
      this.#resting.delete(next)
      if (next.socket.destroyed) continue
      this.#timer = setTimeout(() => this.#resumeNext(), restMs).unref()
      Reflect.deleteProperty(next, '_read')
      next.socket.resume()
      return
    }
  }
}
