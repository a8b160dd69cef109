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
