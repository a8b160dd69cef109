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
