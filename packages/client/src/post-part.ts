import { businessErrors, uploadCoupons, uploadLines, type ValuesOf } from '@yaoquan/api'
import { decodeErrorJson, decodeJsonLine, digestHex, encodeRequest } from '@yaoquan/protocol'
import { BusinessError, gatewayError, ServiceError, UnreadableAnswerError } from './client-errors.ts'
import type { Settings } from './client-options.ts'
import { postText, signedForm, unexpectedStatus } from './post-form.ts'

/** A part of an upload, as newline-delimited JSON. */
export type UploadPart = Readonly<{ rows: number; body: string }>

/** A part to send, with the gateway and credentials of the client. `url` is that of the router. */
export type PartPost = Omit<Settings, 'retries' | 'retryPolicy'> &
  Readonly<{
    part: UploadPart
    outRequestNo: string
    channel: string | undefined
    signal: AbortSignal | undefined
  }>

export type PartAnswer = Readonly<{
  created: number
  existing: number
  refusedCount: number
  refused: readonly RefusedLine[]
  requestId: string
}>

type RefusedLine = ValuesOf<typeof uploadLines.refused>
type Summary = ValuesOf<typeof uploadLines.summary>

/** A part of thousands of coupons takes longer than a call. */
const leastTimeoutMs = 120_000

/**
 * Sends one part of an upload, without retries.
 * @throws TopClientError; a ServiceError if sending the part again may succeed
 */
export async function postPart(post: PartPost): Promise<PartAnswer> {
  const { status, text } = await postText({
    url: addressOf(post),
    contentType: 'application/x-ndjson;charset=UTF-8',
    body: post.part.body,
    timeoutMs: Math.max(post.timeoutMs, leastTimeoutMs),
    fetch: post.fetch,
    signal: post.signal,
  })
  if (status === 200) return answerOf(text)
  const refused = decodeErrorJson(text)
  throw refused === undefined ? unexpectedStatus(post.url, status) : gatewayError(refused.error, refused.requestId)
}

/** The upload address, next to the router; a proxy's path prefix is kept. */
function addressOf(post: PartPost): string {
  const { part, outRequestNo, channel } = post
  const parameters = encodeRequest(uploadCoupons, {
    outRequestNo,
    contentSha256: digestHex('sha256', part.body),
    ...(channel === undefined ? {} : { channel }),
  })
  const form = signedForm({ ...post, method: uploadCoupons.name, timestampMs: post.clock(), parameters })
  const url = new URL(post.url)
  url.pathname = url.pathname.replace(/\/router\/rest\/?$/, '/upload/coupons')
  url.search = new URLSearchParams(form).toString()
  return url.href
}

function answerOf(text: string): PartAnswer {
  const lines = text.split('\n').filter((line) => line !== '')
  const summary = decodeJsonLine(uploadLines.summary, lines.at(-1) ?? '')
  if (summary?.kind !== 'summary') {
    throw new UnreadableAnswerError('the answer to the upload was cut off', { httpStatus: 200 })
  }
  if (!summary.success && summary.errorCode !== businessErrors.partlyFailed.code) throw failure(summary)
  const refused = lines.map((line) => decodeJsonLine(uploadLines.refused, line)).filter((line) => line !== undefined)
  return {
    created: summary.created,
    existing: summary.existing,
    refusedCount: summary.refused,
    refused: refused.filter(({ kind }) => kind === 'refused'),
    requestId: summary.requestId,
  }
}

function failure({ errorCode, errorMessage, isTransient, requestId }: Summary): Error {
  const message = `${errorMessage ?? 'the upload failed'} (${errorCode ?? 'no error_code'})`
  if (isTransient) return new ServiceError(message, { subCode: `isp.upload-${errorCode}`, requestId })
  return new BusinessError(message, { errorCode, errorMessage, requestId })
}
