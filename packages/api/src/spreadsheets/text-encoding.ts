/** A label of the WHATWG Encoding Standard. */
export type EncodingLabel = string

/** The encoding that a byte order mark names. @param bytes the first three of a text, or more */
export function encodingOfMark([first, second, third]: Uint8Array): EncodingLabel | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

/** GBK text never contains this many three-byte UTF-8 sequences (Chinese characters) before an invalid byte. */
const evidenceOfUtf8 = 8

/** Scans bytes piece by piece for the first invalid UTF-8. The decoder checks for surrogates and overlong forms. */
export class Utf8Scan {
  #offset = 0
  #pending = 0
  #sequenceLength = 0
  #threeByteSequences = 0
  /** Offset of the first invalid byte. */
  invalidAt: number | undefined

  /** Whether the bytes before the first invalid one are certainly UTF-8. */
  get looksLikeUtf8(): boolean {
    return this.#threeByteSequences >= evidenceOfUtf8
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte >= 0x80 || this.#pending > 0) this.#step(byte)
      if (this.invalidAt !== undefined) return
      this.#offset += 1
    }
  }

  /** Must be called after the last piece: a truncated sequence is invalid too. */
  end(): void {
    if (this.#pending > 0) this.invalidAt ??= this.#offset
  }

  #step(byte: number): void {
    const isContinuation = (byte & 0xc0) === 0x80
    if (isContinuation !== this.#pending > 0) this.invalidAt = this.#offset
    else if (isContinuation) this.#continue()
    else this.#begin(byte)
  }

  #continue(): void {
    this.#pending -= 1
    if (this.#pending === 0 && this.#sequenceLength === 3) this.#threeByteSequences += 1
  }

  #begin(byte: number): void {
    this.#sequenceLength =
      byte >= 0xc2 && byte <= 0xdf ? 2 : (byte & 0xf0) === 0xe0 ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 0
    if (this.#sequenceLength === 0) this.invalidAt = this.#offset
    else this.#pending = this.#sequenceLength - 1
  }
}
