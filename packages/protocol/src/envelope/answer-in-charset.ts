import { type Charset, decodeUtf8 } from '../bytes/charset.ts'
import { encodeGbk, escapedForGbk } from '../bytes/gbk.ts'
import { unicodeEscaped } from '../json/json-writer.ts'
import { type Encoding, gbkXmlDeclaration, xmlDeclaration } from './encoding.ts'

/**
 * Converts an answer to the charset of its app. A character that GBK lacks becomes a character reference in XML, a `\u`
 * escape in JSON. That is safe because such characters occur in values only.
 * @param answer in UTF-8; returned unchanged for that charset
 */
export function answerInCharset(
  answer: Uint8Array<ArrayBuffer>,
  { encoding, charset }: Readonly<{ encoding: Encoding; charset: Charset }>,
): Uint8Array<ArrayBuffer> {
  if (charset === 'utf-8') return answer
  const text = decodeUtf8(answer).replaceAll(xmlDeclaration, gbkXmlDeclaration)
  const escaped = escapedForGbk(text, encoding === 'xml' ? characterReference : unicodeEscaped)
  const bytes = encodeGbk(escaped)
  if (bytes === undefined) throw new RangeError('The answer contains characters that were not escaped')
  return bytes
}

function characterReference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`
}
