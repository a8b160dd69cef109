import { encodeGbk } from '@yaoquan/protocol'

/** Converts text to bytes. @returns undefined if a character has no code */
export type TextEncoding = (text: string) => Uint8Array | undefined

export const utf8: TextEncoding = (text) => Buffer.from(text, 'utf8')

/** GBK, which many ERPs and spreadsheets in China expect. `import` reads back exactly the same characters. */
export const gbk: TextEncoding = encodeGbk
