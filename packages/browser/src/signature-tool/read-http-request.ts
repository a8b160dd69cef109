import type { RawRequest } from './pasted-request.ts'
import { remarkOf } from './remark.ts'

const requestLine = /^(GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) +(\S.*?)(?: +HTTP\/\d(?:\.\d)?)?$/

/** Whether a text starts like a request as it goes over the wire. */
export function looksLikeHttpRequest(text: string): boolean {
  return requestLine.test(firstLine(text))
}

/** A request as it goes over the wire, from the text of a log or a capture. */
export function readHttpRequest(text: string): RawRequest {
  const lines = text.replaceAll('\r\n', '\n')
  const [, verb = '', target = ''] = requestLine.exec(firstLine(lines)) ?? []
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
    remarks: /^(?:GET|POST)$/.test(verb)
      ? []
      : [
          remarkOf('wrong', {
            zh: `HTTP方法 ${verb} 不被接受（错误码 9），请使用 GET 或 POST`,
            en: `The HTTP verb ${verb} is refused (code 9); use GET or POST`,
          }),
        ],
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

/** A text box keeps only line feeds; batches and multipart bodies need the CRLF they were sent with. */
function restoreLineEnds(body: string, { path, contentType }: Pick<RawRequest, 'path' | 'contentType'>): string {
  const trimmed = body.replace(/\n+$/, '')
  if (path === '/router/batch') return trimmed.replace(/\n(-S-|\S+)\n/g, '\r\n$1\r\n')
  return contentType?.startsWith('multipart/') ? `${trimmed.replaceAll('\n', '\r\n')}\r\n` : trimmed
}
