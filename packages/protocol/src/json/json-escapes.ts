import { escapesOf } from '../bytes/utf8-writer.ts'

/**
 * The escapes of a JSON string literal. Other characters are raw UTF-8 and `/` is not escaped, since one SDK misreads
 * `\u` escapes. Lone surrogates become U+FFFD, since several parsers refuse a whole answer because of one.
 */
export const jsonEscapes = escapesOf(
  (character) => {
    const inside = JSON.stringify(character).slice(1, -1)
    return inside === character ? undefined : inside
  },
  { isXml: false },
)

/** Writes every UTF-16 unit of a text as a `\uXXXX` escape. */
export function unicodeEscaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
