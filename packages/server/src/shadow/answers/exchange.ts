import { isUtf8 as isValidUtf8 } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** A call, or a batch of calls, and its answer as they passed, copied. */
export type CopiedExchange = Readonly<{
  verb: string
  path: '/router/rest' | '/router/batch'
  queryString: string
  contentType: string | undefined
  /** Header `top-api-separator` of a batch. */
  batchSeparator: string | undefined
  /** Content coding of the request's body; undefined for none. */
  coding: string | undefined
  body: Uint8Array<ArrayBuffer>
  answerType: string | undefined
  answerCoding: string | undefined
  answer: Uint8Array<ArrayBuffer>
}>

/** One that the comparing thread gets. */
export type HandedExchange = CopiedExchange &
  Readonly<{
    /** Whether its coupons are only learned, so that calls pass fast. */
    isSampledOut?: boolean | undefined
  }>

/** The length to which a request or an answer may unpack. */
const maxUnpackedBytes = 1024 * 1024
/**
 * Values that an answer may have; a page of 200 coupons has some 5,000. The length alone does not bound the heap of a parser: V8 ends the
 * whole process where one thread exceeds its heap, and `{}` takes a hundred times its two bytes.
 */
const maxValues = 100_000

export type AnswerText = Readonly<{ kind: 'read'; text: string }> | Readonly<{ kind: 'large' | 'unreadable' }>

/** The text of an answer that a parser may read: at most 1 MiB and 100,000 values. Its coding may be unknown or broken. */
export function readAnswerText({
  answer,
  answerCoding,
  answerType = '',
}: Pick<CopiedExchange, 'answer' | 'answerCoding' | 'answerType'>): AnswerText {
  try {
    const text = decode(unpack(answer, answerCoding), answerType)
    return hasTooManyValues(text) ? { kind: 'large' } : { kind: 'read', text }
  } catch (error) {
    return { kind: isTooLarge(error) ? 'large' : 'unreadable' }
  }
}

export type RequestBody = Readonly<{ kind: 'read'; body: Uint8Array }> | Readonly<{ kind: 'large' | 'unreadable' }>

/** The body of a request without its coding: at most 1 MiB. */
export function readRequestBody({ body, coding }: Pick<CopiedExchange, 'body' | 'coding'>): RequestBody {
  try {
    return { kind: 'read', body: unpack(body, coding) }
  } catch (error) {
    return { kind: isTooLarge(error) ? 'large' : 'unreadable' }
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

/** Without a charset in the type, bytes that are no UTF-8 are GBK: XML may name it in its first line alone, and JSON nowhere. */
function decode(bytes: Uint8Array, type: string): string {
  if (/charset="?(?:gbk|gb2312|gb18030)/i.test(type)) return new TextDecoder('gb18030').decode(bytes)
  const isUtf8 = /charset=/i.test(type) || isValidUtf8(bytes)
  return new TextDecoder(isUtf8 ? 'utf-8' : 'gb18030').decode(bytes)
}

/** Counts what begins a value in JSON, and an element or attribute in XML, without parsing; texts may have them too. */
function hasTooManyValues(text: string): boolean {
  let values = 0
  for (const _beginning of text.matchAll(/[[{,<=]/g)) {
    values += 1
    if (values > maxValues) return true
  }
  return false
}

function unpack(bytes: Uint8Array, coding: string | undefined): Uint8Array {
  const limits = { maxOutputLength: maxUnpackedBytes }
  switch (coding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return bytes
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, limits)
    case 'deflate':
      // Some servers leave out the head of zlib, whose first byte ends in 8; browsers take both.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, limits) : inflateRawSync(bytes, limits)
    case 'br':
      return brotliDecompressSync(bytes, limits)
    default:
      throw new Error('unknown content coding')
  }
}
