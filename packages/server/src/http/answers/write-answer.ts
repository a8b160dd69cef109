import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { transportLimits } from '#config/transport-limits'
import type { Answer } from '#gateway/call/incoming-call'
import type { UnreadAnswers } from '#http/connections/unread-answers'

const gzipAsync = promisify(gzip)

export type AnswerPlace = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  headers: Readonly<Record<string, string>>
  /** Whether the connection ends with this answer. */
  isLast: boolean
  unread: UnreadAnswers
  /** What the caller's address is known by. */
  client: object
}>

/** Writes an answer with HTTP status 200, in gzip where the caller takes that and it is worth it. */
export async function writeAnswer({ body, contentType }: Answer, place: AnswerPlace): Promise<void> {
  const headers = { ...place.headers, 'content-type': contentType, ...(place.isLast ? closing : {}) }
  if (body.length < transportLimits.minGzipLength || !acceptsGzip(place.request)) {
    writeBytes(body, place, headers)
    return
  }
  const packed = await gzipAsync(body, { level: 1 })
  writeBytes(packed, place, { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' })
}

const closing = { connection: 'close' }

function writeBytes(
  bytes: Uint8Array,
  { response, unread, client }: AnswerPlace,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(200, { ...headers, 'content-length': bytes.length })
  response.end(bytes)
  unread.follow(response, bytes.length, client)
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding']
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/i.test(accepted)
}
