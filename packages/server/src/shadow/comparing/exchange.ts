import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** A call of `/router/rest` and its answer as they passed, copied. */
export type CopiedExchange = Readonly<{
  verb: string
  path: '/router/rest'
  queryString: string
  contentType: string | undefined
  /** Content coding of the request's body; undefined for none. */
  coding: string | undefined
  body: Uint8Array<ArrayBuffer>
  answerType: string | undefined
  answerCoding: string | undefined
  answer: Uint8Array<ArrayBuffer>
}>

/** The length to which an answer may unpack. */
const maxAnswerBytes = 8 * 1024 * 1024

/** The text of an answer. @throws Error for a coding that is unknown or broken, and for more than 8 MiB */
export function answerText({ answer, answerCoding, answerType = '' }: CopiedExchange): string {
  const isGbk = /charset="?(?:gbk|gb2312|gb18030)/i.test(answerType)
  return new TextDecoder(isGbk ? 'gb18030' : 'utf-8').decode(unpack(answer, answerCoding))
}

function unpack(bytes: Uint8Array, coding: string | undefined): Uint8Array {
  const limits = { maxOutputLength: maxAnswerBytes }
  switch (coding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return bytes
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, limits)
    case 'deflate':
      return inflateSync(bytes, limits)
    case 'br':
      return brotliDecompressSync(bytes, limits)
    default:
      throw new Error('unknown content coding')
  }
}
