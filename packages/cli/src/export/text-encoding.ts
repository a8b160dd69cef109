/** Text to bytes. */
export type TextEncoding = Readonly<{
  /** @returns undefined when a character has no code, or would be read as another one */
  encode(text: string): Uint8Array | undefined
}>

export const utf8: TextEncoding = { encode: (text) => Buffer.from(text, 'utf8') }

/**
 * GBK, which many ERPs and spreadsheets in China expect. What is written is read again as `import` reads it, so no
 * character changes unseen: code tables of GBK differ in places.
 */
export async function gbk(): Promise<TextEncoding> {
  // Loaded on demand: its tables are large.
  const { default: iconv } = await import('iconv-lite')
  const decoder = new TextDecoder('gbk')
  return {
    encode(text) {
      const bytes = iconv.encode(text, 'gbk')
      return decoder.decode(bytes) === text ? bytes : undefined
    },
  }
}
