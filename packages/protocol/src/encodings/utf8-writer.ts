/**
 * Builds UTF-8 byte arrays. Answers are written character by character, because building one string, which is then
 * flattened and encoded, takes twice as long. An allocation for each array costs more than writing it, so arrays share a
 * slab: `take` returns a view of it. A caller that keeps the bytes copies them; otherwise the slab stays in memory. An
 * array longer than a slab is built in another buffer, and `take` returns a copy.
 */
export class Utf8Writer {
  #bytes = nothing
  /** Start of the bytes that were not taken yet. */
  #start = 0
  #end = 0
  /** Buffer of the last array longer than a slab, reused for the next one. */
  #longBuffer = nothing

  /** Number of bytes written so far. */
  get length(): number {
    return this.#end - this.#start
  }

  /** Appends UTF-8 bytes, for example those of `utf8`. */
  write(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }

  /** Appends one ASCII character, given by its code. */
  writeCharacter(code: number): void {
    this.#reserve(1)
    this.#bytes[this.#end++] = code
  }

  /** Appends a text, escaped; lone surrogates become U+FFFD. */
  writeEscaped(text: string, escapes: Escapes): void {
    this.#reserve(text.length * maxBytesOfUnit)
    this.#end = appendEscaped(text, { bytes: this.#bytes, at: this.#end, escapes })
  }

  /** Returns the written bytes, which the writer changes no more, and clears the writer. */
  take(): Uint8Array<ArrayBuffer> {
    const isShared = this.#bytes.length <= slabBytes
    const taken = isShared ? this.#bytes.subarray(this.#start, this.#end) : this.#bytes.slice(0, this.#end)
    this.#start = this.#end
    this.clear()
    return taken
  }

  /** Discards the written bytes. */
  clear(): void {
    this.#end = this.#start
    if (this.#bytes.length <= slabBytes) return
    if (this.#bytes.length <= keptBytes) this.#longBuffer = this.#bytes
    this.#startIn(nothing)
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    const needed = this.length + bytes
    const written = this.#bytes.subarray(this.#start, this.#end)
    const next = this.#bufferFor(needed)
    next.set(written)
    this.#startIn(next)
    this.#end = written.length
  }

  #bufferFor(bytes: number): Uint8Array<ArrayBuffer> {
    if (bytes <= slabBytes) return new Uint8Array(slabBytes)
    return bytes <= this.#longBuffer.length ? this.#longBuffer : new Uint8Array(2 * bytes)
  }

  #startIn(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes
    this.#start = 0
    this.#end = 0
  }
}

/** How ASCII characters are escaped. Other characters are written unchanged, except as `isXml` says. */
type Escapes = Readonly<{
  /** Indexed by ASCII code: 0 if the character is written unchanged, else 1. */
  isEscaped: Uint8Array
  /** Indexed by ASCII code: the bytes written for an escaped character; undefined: the character is dropped. */
  replacements: readonly (Uint8Array | undefined)[]
  /** Whether U+FFFE and U+FFFF are dropped, and characters above U+FFFF written as references: `&#x1F600;`. */
  isXml: boolean
}>

/**
 * Builds an escape table.
 * @param replacementOf the replacement of an ASCII character, at most 6 characters; undefined: written unchanged
 */
export function escapesOf(
  replacementOf: (character: string) => string | undefined,
  { isXml }: Readonly<{ isXml: boolean }>,
): Escapes {
  const replacements = Array.from({ length: 128 }, (_, unit) => replacementOf(String.fromCharCode(unit)))
  return {
    isEscaped: Uint8Array.from(replacements, (replacement) => (replacement === undefined ? 0 : 1)),
    replacements: replacements.map((replacement) => (replacement === undefined ? undefined : utf8(replacement))),
    isXml,
  }
}

/** Encodes a text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

const encoder = new TextEncoder()
/** Some four pages of ten coupons. */
const slabBytes = 16_384
/** A longer buffer is not kept for the next array. */
const keptBytes = 1_048_576
/** The longest replacement has 6 bytes; an unescaped unit takes at most 3, a reference 10 for 2 units. */
const maxBytesOfUnit = 6
const replacementCharacter = 0xfffd
const nothing = new Uint8Array(0)

type Target = Readonly<{ bytes: Uint8Array; at: number; escapes: Escapes }>

/** Writes ASCII without escapes; the first other character hands over to `appendRest`. @returns the end of the text */
function appendEscaped(text: string, { bytes, at: start, escapes }: Target): number {
  const { isEscaped } = escapes
  let at = start
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x80 || isEscaped[unit] === 1) return appendRest(text, index, { bytes, at, escapes })
    bytes[at++] = unit
  }
  return at
}

function appendRest(text: string, from: number, { bytes, at: start, escapes }: Target): number {
  const { isEscaped, replacements, isXml } = escapes
  let at = start
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) {
      if (isEscaped[unit] === 0) bytes[at++] = unit
      else {
        const replacement = replacements[unit] ?? nothing
        for (let place = 0; place < replacement.length; place++) bytes[at++] = replacement[place] ?? 0
      }
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6)
      bytes[at++] = 0x80 | (unit & 0x3f)
    } else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      index++
      const codePoint = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(index) & 0x3ff)
      if (isXml) {
        at = appendReference(codePoint, bytes, at)
        continue
      }
      bytes[at++] = 0xf0 | (codePoint >> 18)
      bytes[at++] = 0x80 | ((codePoint >> 12) & 0x3f)
      bytes[at++] = 0x80 | ((codePoint >> 6) & 0x3f)
      bytes[at++] = 0x80 | (codePoint & 0x3f)
    } else if (unit < 0xfffe || !isXml) {
      const whole = isHighSurrogate(unit) || isLowSurrogate(unit) ? replacementCharacter : unit
      bytes[at++] = 0xe0 | (whole >> 12)
      bytes[at++] = 0x80 | ((whole >> 6) & 0x3f)
      bytes[at++] = 0x80 | (whole & 0x3f)
    }
  }
  return at
}

/** The Java SDKs drop characters above U+FFFF that are not written as references. @returns the end of the reference */
function appendReference(codePoint: number, bytes: Uint8Array, start: number): number {
  const reference = `&#x${codePoint.toString(16).toUpperCase()};`
  for (let place = 0; place < reference.length; place++) bytes[start + place] = reference.charCodeAt(place)
  return start + reference.length
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

/** @param unit NaN past the end of a text */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
