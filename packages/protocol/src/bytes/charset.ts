/** How the texts of a call are written as bytes: UTF-8, or GBK for apps that are set to it. */
export type Charset = 'utf-8' | 'gbk'

/** Bytes as text; what is broken becomes U+FFFD. */
export type DecodeText = (bytes: Uint8Array) => string

/** @returns the same function for the same charset; it never throws */
export function decodeTextOf(charset: Charset): DecodeText {
  return decoders[charset]
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const gbk = new TextDecoder('gbk')

const decoders: Readonly<Record<Charset, DecodeText>> = {
  'utf-8': (bytes) => utf8.decode(bytes),
  gbk: (bytes) => gbk.decode(bytes),
}
