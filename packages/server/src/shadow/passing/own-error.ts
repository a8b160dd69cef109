import type { IncomingMessage } from 'node:http'
import type { ErrorName } from '@yaoquan/api'
import { contentType, encodeErrorBytes, topError } from '@yaoquan/protocol'
import { readCallParameters } from '#gateway/checks/call-checks'
import { type HttpAnswer, privateAnswerHeaders } from '#http/answers/write-answer'

/** What is known of the call that gets no answer of the upstream. */
export type UnansweredCall = Readonly<{
  verb: string
  path: '/router/rest' | '/router/batch'
  queryString: string
  contentType: string | undefined
  /** The first bytes of the body. */
  body: Uint8Array
}>

/** @param body its first bytes */
export function unansweredCall({
  request,
  ...call
}: Pick<UnansweredCall, 'path' | 'queryString' | 'body'> & Readonly<{ request: IncomingMessage }>): UnansweredCall {
  return { ...call, verb: request.method ?? '', contentType: request.headers['content-type'] }
}

/** An error answer of the shadow itself, in the format that the call asks for. @param seconds for texts that name a time */
export function ownError(
  call: UnansweredCall,
  { name, requestId, seconds }: Readonly<{ name: ErrorName; requestId: string; seconds: number }>,
): HttpAnswer {
  const { encoding } = readCallParameters({ ...call, ip: '', batchSeparator: undefined })
  return {
    status: 200,
    headers: { ...privateAnswerHeaders, 'content-type': contentType(encoding) },
    // The bytes are a view of a buffer that the next answer overwrites.
    body: Uint8Array.from(encodeErrorBytes(topError(name, { seconds }), requestId, encoding)),
  }
}
