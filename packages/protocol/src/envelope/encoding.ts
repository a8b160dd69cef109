import type { Charset } from '../bytes/charset.ts'
import type { Parameters } from '../parameters/parameters.ts'

/** How an answer is written. `simplified` is JSON without the root and without list wrappers. */
export type Encoding = 'json' | 'simplified' | 'xml'

/**
 * The encoding a call asks for by `format` and `simplify`. An absent or blank format is XML; `simplify` counts for JSON
 * only, and only as `true`: one SDK sends `1` and cannot read a simplified answer (docs/reference/top-protocol.md,
 * 3.2).
 * @returns undefined for a format that does not exist (code 23)
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
 * Content type of an answer. SDKs need the charset, and JSON under this very name (docs/reference/top-protocol.md,
 * 3.3).
 */
export function contentType(encoding: Encoding, charset: Charset = 'utf-8'): string {
  return `${encoding === 'xml' ? 'text/xml' : 'text/javascript'};charset=${charset.toUpperCase()}`
}
