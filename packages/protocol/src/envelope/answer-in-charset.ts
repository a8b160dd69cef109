import type { Charset } from '../bytes/charset.ts'
import { encodeGbk, escapedForGbk } from '../bytes/gbk.ts'
import type { Encoding } from './encoding.ts'
import { gbkXmlDeclaration, xmlDeclaration } from './xml-declaration.ts'

/**
 * An answer in the charset of its app. What GBK cannot write becomes a character reference in XML, an escape in JSON; such
 * characters stand in values only.
 * @param answer as UTF-8; given back as it is where that is the charset
 */
export function answerInCharset(
  answer: Uint8Array<ArrayBuffer>,
  { encoding, charset }: Readonly<{ encoding: Encoding; charset: Charset }>,
): Uint8Array<ArrayBuffer> {
  if (charset === 'utf-8') return answer
  const text = decoder.decode(answer).replaceAll(xmlDeclaration, gbkXmlDeclaration)
  const escaped = escapedForGbk(text, encoding === 'xml' ? characterReference : jsonEscape)
  const bytes = encodeGbk(escaped)
  if (bytes === undefined) throw new RangeError('The answer has characters that were not escaped')
  return bytes
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function characterReference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`
}

function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
