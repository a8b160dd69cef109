import { encodeGbk } from '../bytes/gbk.ts'

/**
 * Encodes a text as GBK, to recognise callers who sign GBK bytes.
 * @returns undefined for ASCII, whose bytes are the same in UTF-8, and for text that GBK lacks characters of
 */
export function gbkBytes(text: string): Uint8Array | undefined {
  return /[\u0080-\uffff]/.test(text) ? encodeGbk(text) : undefined
}
