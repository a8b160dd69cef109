import type { IncomingMessage } from 'node:http'
import type { SkipReason } from '@yaoquan/api'

/** Copies what passes by, up to a limit, without holding it back. */
export type CallCopy = Readonly<{
  watchRequest(request: IncomingMessage): void
  watchAnswer(answer: IncomingMessage): void
  /** The first bytes of the request's body, for an error in the caller's format. */
  requestHead(): Uint8Array
  /** Whether `requestHead` has all bytes that came. */
  hasWholeRequest(): boolean
  /** Why the call is not compared; undefined for one that may be, and for one that no run counts. */
  leftOut?: SkipReason | undefined
}>

/** Keeps the first bytes of the body alone: where a call that gets no answer names its format. */
export function copyHead(leftOut?: SkipReason): CallCopy {
  const body = new CopiedBody(headBytes)
  return {
    watchRequest: (request) => body.watch(request),
    watchAnswer: () => undefined,
    requestHead: () => body.bytes(),
    hasWholeRequest: () => body.isWhole,
    leftOut,
  }
}

const headBytes = 16 * 1024

/** Bytes that copies may still take, in sum. */
export type CopyBudget = { freeBytes: number }

/** The first bytes of a stream. Its listener takes none from the other reader, and neither slows it nor is slowed. */
export class CopiedBody {
  readonly #pieces: Uint8Array<ArrayBuffer>[] = []
  readonly #maxBytes: number
  readonly #budget: CopyBudget
  #length = 0
  #isWhole = true
  #isReleased = false

  /** @param budget of all copies together */
  constructor(maxBytes: number, budget: CopyBudget = { freeBytes: Number.POSITIVE_INFINITY }) {
    this.#maxBytes = maxBytes
    this.#budget = budget
  }

  watch(stream: IncomingMessage): void {
    stream.on('data', (piece: Uint8Array) => this.#add(piece))
  }

  /** Whether all that has passed is in the copy. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Gives back what the copy took of the budget, and takes no more; the stream may still flow. To be called once. */
  release(): void {
    this.#isReleased = true
    this.#budget.freeBytes += this.#length
  }

  /** What was copied, for one reader that may give it to another thread. To be called last. */
  take(): Uint8Array<ArrayBuffer> {
    const [only] = this.#pieces
    return only !== undefined && this.#pieces.length === 1 ? only : this.bytes()
  }

  /** A copy of its own. */
  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length)
    let place = 0
    for (const piece of this.#pieces) {
      bytes.set(piece, place)
      place += piece.length
    }
    return bytes
  }

  #add(piece: Uint8Array): void {
    if (this.#isReleased) return
    const free = Math.min(this.#maxBytes - this.#length, this.#budget.freeBytes)
    // A copy, since the piece is a view of the whole buffer that was read.
    const kept = new Uint8Array(piece.subarray(0, Math.max(0, free)))
    if (kept.length < piece.length) this.#isWhole = false
    if (kept.length > 0) this.#pieces.push(kept)
    this.#length += kept.length
    this.#budget.freeBytes -= kept.length
  }
}

/** The body of a request that is not sent yet. */
export type HeldRequest = Readonly<{
  pieces: readonly Uint8Array[]
  /** `left`: its sender has gone; `large` and `busy`, which the budget had no room for: only the first bytes are held, and the rest can still be read. */
  kind: 'whole' | 'large' | 'busy' | 'left'
  /** Gives back what the body took of the budget. To be called once. */
  release(): void
}>

/**
 * Reads a request to its end, within limits.
 * @param maxBytes of the body; a longer one stops there
 * @param budget of all held requests together
 */
export function holdRequest(request: IncomingMessage, maxBytes: number, budget: CopyBudget): Promise<HeldRequest> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = []
    let length = 0
    const end = (kind: HeldRequest['kind']) => {
      request.off('data', add).off('end', ended).off('close', left)
      resolve({
        pieces,
        kind,
        release: () => {
          budget.freeBytes += length
        },
      })
    }
    const add = (piece: Uint8Array) => {
      pieces.push(piece)
      length += piece.length
      budget.freeBytes -= piece.length
      if (length <= maxBytes && budget.freeBytes >= 0) return
      request.pause()
      end(length > maxBytes ? 'large' : 'busy')
    }
    const ended = () => end('whole')
    const left = () => end('left')
    request.on('data', add).once('end', ended).once('close', left)
  })
}
