/** The charset of a call's texts: UTF-8, or GBK for apps configured so. */
export type Charset = 'utf-8' | 'gbk'

/** Decodes bytes as text; malformed bytes become U+FFFD. Never throws. */
export type DecodeText = (bytes: Uint8Array) => string

/** Decodes UTF-8 and keeps a byte order mark. */
export const decodeUtf8: DecodeText = (bytes) => utf8.decode(bytes)

/** The decoder of each charset. */
export const decoders: Readonly<Record<Charset, DecodeText>> = {
  'utf-8': decodeUtf8,
  gbk: (bytes) => gbk.decode(bytes),
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const gbk = new TextDecoder('gbk')

const firstLead = 0x81
const lastByte = 0xfe
const firstTrail = 0x40
const lineFeed = 0x0a
const ascii = 0x80

/**
 * Encodes a text as GBK. Neither Node.js nor browsers have a GBK encoder, so the table is derived from their decoder.
 * @returns undefined if GBK lacks a character of the text
 */
export function encodeGbk(text: string): Uint8Array<ArrayBuffer> | undefined {
  const codes = gbkCodes()
  const bytes = new Uint8Array(text.length * 2)
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const code = unit < ascii ? unit : (codes[unit] ?? 0)
    if (unit >= ascii) {
      if (code === 0) return undefined
      bytes[length++] = code >> 8
    }
    bytes[length++] = code & 0xff
  }
  return bytes.slice(0, length)
}

/**
 * Encodes a text as GBK, to recognise callers who sign GBK bytes.
 * @returns undefined for ASCII, whose bytes are the same in UTF-8, and for text that GBK lacks characters of
 */
export function gbkBytes(text: string): Uint8Array | undefined {
  return /[\u0080-\uffff]/.test(text) ? encodeGbk(text) : undefined
}

/** Replaces each character that GBK lacks with the result of `write`. */
export function escapedForGbk(text: string, write: (character: string) => string): string {
  const codes = gbkCodes()
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\u0080-\uffff]/g, (character) =>
    character.length === 1 && codes[character.charCodeAt(0)] !== 0 ? character : write(character),
  )
}

/** Two-byte codes by UTF-16 unit, 0 for none. Built on first use, which takes a few milliseconds. */
let cachedCodes: Uint16Array | undefined

function gbkCodes(): Uint16Array {
  cachedCodes ??= readCodes()
  return cachedCodes
}

function readCodes(): Uint16Array {
  const pairs: number[] = []
  for (let lead = firstLead; lead <= lastByte; lead++) {
    // A line feed after each pair keeps an invalid pair from consuming a byte of the next one.
    for (let trail = firstTrail; trail <= lastByte; trail++) pairs.push(lead, trail, lineFeed)
  }
  const characters = new TextDecoder('gbk').decode(Uint8Array.from(pairs)).split('\n')
  const codes = new Uint16Array(0x10000)
  for (const [index, character] of characters.entries()) {
    const at = index * 3
    const unit = character.charCodeAt(0)
    // If two codes decode to one character, encoders use the first.
    if (character.length !== 1 || character === '\ufffd' || codes[unit] !== 0) continue
    codes[unit] = ((pairs[at] ?? 0) << 8) | (pairs[at + 1] ?? 0)
  }
  return codes
}
