import { encodeGbk } from '../bytes/gbk.ts'

/**
 * A text as GBK bytes, to recognise callers who sign them.
 * @returns undefined for ASCII, which is alike in UTF-8, and for text that GBK cannot write
 */
export function gbkBytes(text: string): Uint8Array | undefined {
  return /[\u0080-\uffff]/.test(text) ? encodeGbk(text) : undefined
}
