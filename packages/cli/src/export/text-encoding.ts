/** Converts text to bytes. */
export type TextEncoding = Readonly<{
  /** @returns undefined if a character has no code or would be read back as another one */
  encode(text: string): Uint8Array | undefined
}>

export const utf8: TextEncoding = { encode: (text) => Buffer.from(text, 'utf8') }

/**
 * GBK, which many ERPs and spreadsheets in China expect. Code tables of GBK differ in places, so every text is decoded again as
 * `import` does it: no character changes unnoticed.
 */
export async function gbk(): Promise<TextEncoding> {
  // Loaded on demand: the tables of iconv-lite are large.
  const { default: iconv } = await import('iconv-lite')
  const decoder = new TextDecoder('gbk')
  return {
    encode(text) {
      const bytes = iconv.encode(text, 'gbk')
      return decoder.decode(bytes) === text ? bytes : undefined
    },
  }
}
