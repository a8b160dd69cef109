import { escapesOf } from '../bytes/utf8-writer.ts'

/**
 * The escapes of XML element content: `&`, `<`, `>`, `"` (the official sample escapes quotes), and `\r` as a character
 * reference, since parsers turn it into `\n`. Characters above U+FFFF become references, since the Java SDKs drop them
 * otherwise. Characters that XML 1.0 forbids are dropped; lone surrogates become U+FFFD.
 */
export const xmlEscapes = escapesOf(replacementOf, { isXml: true })

function replacementOf(character: string): string | undefined {
  switch (character) {
    case '"':
      return '&quot;'
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '\r':
      return '&#13;'
    case '\t':
    case '\n':
      return undefined
    default:
      return character < ' ' ? '' : undefined
  }
}
