const firstLead = 0x81
const lastByte = 0xfe
const firstTrail = 0x40
const lineFeed = 0x0a
const ascii = 0x80

/**
 * A text as GBK. No platform encodes to GBK, so its table is read off the decoder.
 * @returns undefined for text that GBK cannot write
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

/** A text in which what `write` gives stands for each character that GBK cannot write. */
export function escapedForGbk(text: string, write: (character: string) => string): string {
  const codes = gbkCodes()
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\u0080-\uffff]/g, (character) =>
    character.length === 1 && codes[character.charCodeAt(0)] !== 0 ? character : write(character),
  )
}

/** Two-byte codes by UTF-16 unit, 0 for none; built when first asked for, in some milliseconds. */
let known: Uint16Array | undefined

function gbkCodes(): Uint16Array {
  known ??= readCodes()
  return known
}

function readCodes(): Uint16Array {
  const pairs: number[] = []
  for (let lead = firstLead; lead <= lastByte; lead++) {
    // A line feed after each pair keeps the pairs that stand for nothing apart from their neighbours.
    for (let trail = firstTrail; trail <= lastByte; trail++) pairs.push(lead, trail, lineFeed)
  }
  const characters = new TextDecoder('gbk').decode(Uint8Array.from(pairs)).split('\n')
  const codes = new Uint16Array(0x10000)
  for (const [index, character] of characters.entries()) {
    const at = index * 3
    const unit = character.charCodeAt(0)
    // Where two codes stand for one character, the first is the usual one.
    if (character.length !== 1 || character === '\ufffd' || codes[unit] !== 0) continue
    codes[unit] = ((pairs[at] ?? 0) << 8) | (pairs[at + 1] ?? 0)
  }
  return codes
}
