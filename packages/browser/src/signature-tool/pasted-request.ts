import type { Text } from '@yaoquan/api'
import type { ReadParameters } from '@yaoquan/protocol'

/** A pasted request, split into its parts but not checked. */
export type PastedRequest = Readonly<{
  kind: 'curl' | 'http' | 'address' | 'parameters'
  /** The requested path, if the text contains one. */
  path: string | undefined
  contentType: string | undefined
  /** The raw text after `?`. */
  queryString: string
  /** The raw body, with the CRLF line ends that a text box removes restored where the protocol requires them. */
  body: string
  /** Faults found while reading, such as an unquoted `&`. */
  remarks: readonly Remark[]
  /** The possible readings, the likeliest first: the text may have been decoded before it was pasted. */
  readings: readonly Reading[]
}>

export type Reading = Readonly<{ isDecoded: boolean; read: ReadParameters }>

/** A request before its parameters are read. */
export type RawRequest = Omit<PastedRequest, 'readings'>

/** A finding. `wrong`: the call cannot succeed. `doubtful`: it may fail. `fine`: checked and correct. */
export type Remark = Readonly<{ level: 'wrong' | 'doubtful' | 'fine'; message: Text }>

/** Creates a remark. */
export function remarkOf(level: Remark['level'], message: Text): Remark {
  return { level, message }
}

/** The remark on an HTTP method that the gateway refuses; empty for GET and POST. */
export function httpMethodRemarks(method: string): readonly Remark[] {
  if (method === 'GET' || method === 'POST') return []
  return [
    remarkOf('wrong', {
      zh: `HTTP方法 ${method} 不被接受（错误码 9），请使用 GET 或 POST`,
      en: `The HTTP method ${method} is refused (code 9); use GET or POST`,
    }),
  ]
}

const requestLine = /^(GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) +(\S.*?)(?: +HTTP\/\d(?:\.\d)?)?$/

/** Whether a text starts with an HTTP request line. */
export function looksLikeHttpRequest(text: string): boolean {
  return requestLine.test(firstLine(text))
}

/** Reads an HTTP request from a log or a capture. */
export function readHttpRequest(text: string): RawRequest {
  const lines = text.replaceAll('\r\n', '\n')
  const [, method = '', target = ''] = requestLine.exec(firstLine(lines)) ?? []
  const headEnd = lines.indexOf('\n\n')
  const headers = readHeaders(headEnd === -1 ? lines : lines.slice(0, headEnd))
  const path = target.split('?')[0]?.replace(/^https?:\/\/[^/]+/i, '') ?? ''
  const contentType = headers.get('content-type')
  const body = headEnd === -1 ? '' : lines.slice(headEnd + 2)
  return {
    kind: 'http',
    path,
    contentType,
    queryString: target.split('?').slice(1).join('?'),
    body: restoreLineEnds(body, { path, contentType }),
    remarks: httpMethodRemarks(method),
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trimEnd() ?? ''
}

function readHeaders(head: string): ReadonlyMap<string, string> {
  const lines = head.split('\n').slice(1)
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

/** Restores the CRLF of batches and multipart bodies, since a text box keeps only line feeds. */
function restoreLineEnds(body: string, { path, contentType }: Pick<RawRequest, 'path' | 'contentType'>): string {
  const trimmed = body.replace(/\n+$/, '')
  if (path === '/router/batch') return trimmed.replace(/\n(-S-|\S+)\n/g, '\r\n$1\r\n')
  return contentType?.startsWith('multipart/') ? `${trimmed.replaceAll('\n', '\r\n')}\r\n` : trimmed
}
