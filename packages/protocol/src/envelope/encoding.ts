import type { Charset } from '../bytes/charset.ts'
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
export const gbkXmlDeclaration = '<?xml version="1.0" encoding="GBK" ?>'
