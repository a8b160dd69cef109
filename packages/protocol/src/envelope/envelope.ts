import { type ErrorName, type ErrorRow, errors, type Fields, number, type Text, text } from '@yaoquan/api'
import { type Charset, decodeUtf8, encodeGbk, escapedForGbk } from '../encodings/charset.ts'
import { unicodeEscaped } from '../encodings/json.ts'
import type { Parameters } from '../parameters/parameters.ts'

/** The encoding of an answer. `simplified` is JSON without the root and without list wrappers. */
export type Encoding = 'json' | 'simplified' | 'xml'

/**
 * The encoding that a call requests by `format` and `simplify`. An absent or blank format means XML. `simplify` applies
 * to JSON only, and only if it is `true`: one SDK sends `1` and cannot read a simplified answer
 * (docs/reference/top-protocol.md, 3.2).
 * @returns undefined for an unknown format (code 23)
 */
export function readEncoding(parameters: Parameters): Encoding | undefined {
  const format = parameters.get('format') ?? ''
  switch (format.toLowerCase()) {
    case 'json':
      return parameters.get('simplify')?.toLowerCase() === 'true' ? 'simplified' : 'json'
    case 'xml':
      return 'xml'
    default:
      return format.trim() === '' ? 'xml' : undefined
  }
}

/**
 * The content type of an answer. SDKs require the charset and, for JSON, this exact name
 * (docs/reference/top-protocol.md, 3.3).
 */
export function contentType(encoding: Encoding, charset: Charset = 'utf-8'): string {
  return `${encoding === 'xml' ? 'text/xml' : 'text/javascript'};charset=${charset.toUpperCase()}`
}

/**
 * The first bytes of every XML answer. The space before `?>` is part of the wire format
 * (docs/reference/top-protocol.md, 3.1).
 */
export const xmlDeclaration = '<?xml version="1.0" encoding="utf-8" ?>'

/** The declaration of an answer in GBK. */
const gbkXmlDeclaration = '<?xml version="1.0" encoding="GBK" ?>'

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

/** The content of an `error_response`, without its `request_id`. */
export type TopError = Readonly<{ code: number; msg: string; subCode?: string; subMsg?: string }>

/** An error that is still to be encoded: it has its `subMsg` in both languages. */
export type WordedError = TopError & Readonly<{ subMsgEn?: string }>

/** Values for placeholders, e.g. `{ method }`; a text is said in the language of its template. A rule is always in both languages. */
export type TextValues = Readonly<Record<string, string | number | Text>> & Readonly<{ rule?: Text }>

/**
 * Builds an error from its row in the error table and fills in the `{placeholders}` of its texts.
 * @throws Error if a placeholder has no value, which is a bug of the caller
 */
export function topError(name: ErrorName, values: TextValues = {}): WordedError {
  const row: ErrorRow = errors[name]
  return {
    code: row.code,
    msg: fill(row.msg, values),
    ...(row.subCode === undefined ? {} : { subCode: row.subCode }),
    ...(row.subMsg === undefined ? {} : { subMsg: fill(row.subMsg, values) }),
    ...(row.subMsgEn === undefined ? {} : { subMsgEn: fill(row.subMsgEn, values, 'en') }),
  }
}

function fill(template: string, values: TextValues, language: keyof Text = 'zh'): string {
  return template.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
    const value = values[placeholder]
    if (value === undefined) throw new Error(`No value for {${placeholder}} of the error text "${template}"`)
    return typeof value === 'object' ? value[language] : String(value)
  })
}

/** Name of the root of an error answer. */
export const errorName = 'error_response'

/** The members of a `TopError` as fields, so that errors are encoded and decoded like responses. */
export const errorFields: Fields = {
  code: number('code', 50, '错误码', 'Error code', { required: true, min: 1, max: 999 }),
  msg: text('msg', 'Remote service error', '错误描述', 'Error description', { required: true }),
  subCode: text('sub_code', 'isv.invalid-parameter', '子错误码', 'Sub-error code'),
  subMsg: text('sub_msg', '非法参数', '子错误描述', 'Sub-error description'),
}

/** The last member of the root of every response and error. */
export const requestIdField: Fields = { requestId: text('request_id', '15r8qk9x1abcd', '请求ID', 'Request id') }
