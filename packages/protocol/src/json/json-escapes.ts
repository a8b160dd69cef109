import { escapesOf } from '../bytes/utf8-writer.ts'

/**
 * How a text stands inside a JSON string literal: raw UTF-8, `/` not escaped. Lone surrogates become U+FFFD, since several
 * parsers refuse a whole answer for one (and one SDK misreads `\u` escapes).
 */
export const jsonEscapes = escapesOf(
  (character) => {
    const inside = JSON.stringify(character).slice(1, -1)
    return inside === character ? undefined : inside
  },
  { isXml: false },
)
