const firstLead = 0x81
const lastByte = 0xfe
const firstTrail = 0x40
const lineFeed = 0x0a

/**
 * A text as GBK bytes, to recognise callers who sign them. No platform encodes to GBK, so its table is read off the decoder.
 * @returns undefined for ASCII, which is alike in UTF-8, and for text that GBK cannot write
 */
export function gbkBytes(text: string): Uint8Array | undefined {
  if (!/[\u0080-\uffff]/.test(text)) return undefined
  codes ??= readCodes()
  const bytes: number[] = []
  for (const character of text) {
    const ascii = character.charCodeAt(0)
    const code = ascii < 0x80 ? ascii : codes.get(character)
    if (code === undefined) return undefined
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** Two-byte codes by character; built when first asked for, in some milliseconds. */
let codes: ReadonlyMap<string, number> | undefined

function readCodes(): ReadonlyMap<string, number> {
  const pairs: number[] = []
  for (let lead = firstLead; lead <= lastByte; lead++) {
    // A line feed after each pair keeps the pairs that stand for nothing apart from their neighbours.
    for (let trail = firstTrail; trail <= lastByte; trail++) pairs.push(lead, trail, lineFeed)
  }
  const characters = new TextDecoder('gbk').decode(Uint8Array.from(pairs)).split('\n')
  const found = new Map<string, number>()
  for (const [index, character] of characters.entries()) {
    const at = index * 3
    const code = ((pairs[at] ?? 0) << 8) | (pairs[at + 1] ?? 0)
    if (character.length === 1 && character !== '\ufffd' && !found.has(character)) found.set(character, code)
  }
  return found
}
