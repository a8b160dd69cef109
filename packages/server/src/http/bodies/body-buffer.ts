/**
 * Bytes that arrive in pieces, in one array: a piece costs no object of its own, however small it is. The array grows with
 * what arrived, never with what was announced, and is at most twice as long as that.
 */
export class BodyBuffer {
  #bytes: Uint8Array = nothing
  #length = 0
  readonly #expected: number

  /** @param expected bytes of the whole, as far as known, so that the array need not grow beyond it */
  constructor(expected: number) {
    this.#expected = expected
  }

  /** Bytes appended so far. */
  get length(): number {
    return this.#length
  }

  /** @param piece the first one is kept as it is and must not change afterwards */
  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length
    if (this.#length === 0) this.#bytes = piece
    else {
      if (needed > this.#bytes.length) this.#growTo(needed)
      this.#bytes.set(piece, this.#length)
    }
    this.#length = needed
  }

  /** All that was appended: a view that is good until more is appended. */
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
