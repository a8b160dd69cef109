import type { ServerResponse } from 'node:http'

export type HttpAnswer = Readonly<{
  status: number
  /** Without `content-length`. */
  headers: Readonly<Record<string, string | string[]>>
  body: Uint8Array
}>

/** Writes a whole answer. For HEAD, node:http leaves out the body; its length is sent. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  // The length of a 304 would be that of the body that is not sent (RFC 9110, 15.4.5).
  response.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': body.length })
  response.end(body)
}

export function textAnswer(status: number, text: string, contentType = 'text/plain; charset=utf-8'): HttpAnswer {
  return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: Buffer.from(text) }
}

export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return textAnswer(status, JSON.stringify(value), 'application/json; charset=utf-8')
}
