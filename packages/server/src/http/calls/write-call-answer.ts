import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { Answer } from '#gateway/call/incoming-call'
import { parseAcceptEncoding } from '#http/answers/accept-encoding'
import { compress } from '#http/answers/compress'
import { writeAnswer } from '#http/answers/write-answer'
import type { UnreadAnswers } from '#http/connections/unread-answers'

export type CallExchange = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  headers: Readonly<Record<string, string>>
  /** The connection ends with this answer. */
  isLast: boolean
  unread: UnreadAnswers
  /** The client that unread bytes count for. */
  client: object
}>

/** Writes the answer to a call with HTTP status 200, compressed where the caller names gzip and the answer is long. */
export async function writeCallAnswer({ body, contentType }: Answer, exchange: CallExchange): Promise<void> {
  const headers = { ...exchange.headers, 'content-type': contentType, ...(exchange.isLast ? closing : {}) }
  if (body.length < transportLimits.minGzipLength || !namesGzip(exchange.request)) {
    return write(body, headers, exchange)
  }
  const packed = await compress(body, 'gzip', 'fastest')
  write(packed, { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }, exchange)
}

function write(body: Uint8Array, headers: CallExchange['headers'], { response, unread, client }: CallExchange): void {
  writeAnswer(response, { status: 200, headers, body })
  unread.track(response, body.length, client)
}

const closing = { connection: 'close' }

/** `*` does not count: it is what tools send by default that do not unpack. */
function namesGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding']
  return accepted !== undefined && (parseAcceptEncoding(accepted).get('gzip') ?? 0) > 0
}
