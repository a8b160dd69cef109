import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { queryCoupon } from '@yaoquan/api'
import { encodeRequest, formatTimestamp, signParameters, writeUrlencoded } from '@yaoquan/protocol'
import { type AnswerMeaning, readError, readMeaning } from '#shadow/answers/answer-meaning'
import { readAnswerText } from '#shadow/answers/exchange'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import type { CrawlTargets } from './crawl-position.ts'

/** The app that asks, with its session if the upstream wants one. */
export type CrawlingApp = Readonly<{ appKey: string; appSecret: string; session?: string | undefined }>

export type AskedPage = Readonly<{ by: CrawlTargets['by']; value: string; pageSize: number; page: number }>

export type CrawledPage = Extract<AnswerMeaning, { kind: 'page' }>

export type CrawlAnswer =
  | CrawledPage
  /** Code 7: the quota of the app, which is that of the ERP too. */
  | Readonly<{ kind: 'quota' }>
  | Readonly<{ kind: 'refused'; code: number; subCode: string }>
  /** Longer than what is read; so it would be again. */
  | Readonly<{ kind: 'too-long' }>
  /** No answer, one that cannot be read, or the upstream's own fault: another call may succeed. `fault` has no text of the other end. */
  | Readonly<{ kind: 'failed'; fault: string }>

type Calling = Readonly<{ upstream: Upstream; app: CrawlingApp; timeoutMs: number; nowMs: number }>

/** Asks the upstream for one page of coupons, signed as the app. */
export async function callUpstream(asked: AskedPage, calling: Calling): Promise<CrawlAnswer> {
  try {
    return readAnswer(await post(formOf(asked, calling), calling))
  } catch (error) {
    return error instanceof TooLong ? { kind: 'too-long' } : { kind: 'failed', fault: faultOf(error) }
  }
}

class TooLong extends Error {}

function formOf({ by, value, pageSize, page }: AskedPage, { app, nowMs }: Calling): Readonly<Record<string, string>> {
  const { appKey, appSecret, session } = app
  const common = { method: queryCoupon.name, app_key: appKey, v: '2.0', format: 'json' }
  const parameters = {
    ...common,
    timestamp: formatTimestamp(nowMs),
    ...encodeRequest(queryCoupon, { query: { pageSize, pageNum: page, [by]: value } }),
  }
  const signed = session === undefined ? parameters : { ...parameters, session }
  return signParameters({ parameters: signed, secret: appSecret, method: 'md5' })
}

async function post(
  form: Readonly<Record<string, string>>,
  { upstream, timeoutMs }: Calling,
): Promise<Readonly<{ head: IncomingMessage; bytes: Uint8Array<ArrayBuffer> }>> {
  const { url } = upstream
  const body = Buffer.from(writeUrlencoded(form))
  const headers = ['Host', url.host, 'Content-Type', 'application/x-www-form-urlencoded;charset=utf-8']
  const call = upstream.begin({
    method: 'POST',
    path: `${url.pathPrefix}/router/rest`,
    headers: [...headers, 'Content-Length', String(body.length), 'Accept-Encoding', 'gzip'],
  })
  // One that comes after the head of the answer ends the reading of its body.
  call.on('error', () => undefined)
  const limit = setTimeout(() => call.destroy(new Error('timeout')), timeoutMs)
  try {
    call.end(body)
    const [head]: IncomingMessage[] = await once(call, 'response')
    if (head === undefined) throw new Error('no answer')
    return { head, bytes: await readBytes(head) }
  } finally {
    clearTimeout(limit)
  }
}

/** Longer answers are not parsed either. */
const maxAnswerBytes = 1024 * 1024

async function readBytes(response: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response) {
    pieces.push(piece)
    length += piece.length
    if (length > maxAnswerBytes) throw new TooLong()
  }
  return new Uint8Array(Buffer.concat(pieces))
}

/** Faults of the platform and of the service behind it, which pass. */
const passing: ReadonlySet<number> = new Set([3, 4, 10])
const quotaCode = 7
const serviceCode = 15

function readAnswer({ head, bytes }: Awaited<ReturnType<typeof post>>): CrawlAnswer {
  const { 'content-type': answerType, 'content-encoding': answerCoding } = head.headers
  const answer = readAnswerText({ answer: bytes, answerType, answerCoding })
  if (answer.kind === 'large') return { kind: 'too-long' }
  if (answer.kind !== 'read') return { kind: 'failed', fault: answer.kind }
  const error = readError(answer.text)
  if (typeof error === 'object') {
    const { code, subCode } = error
    if (code === quotaCode) return { kind: 'quota' }
    const mayPass = passing.has(code) || (code === serviceCode && !subCode.startsWith('isv.'))
    if (mayPass) return { kind: 'failed', fault: `code ${code}` }
    return { kind: 'refused', code, subCode: /^[\w.:-]{0,64}$/.test(subCode) ? subCode : '' }
  }
  const meaning = readMeaning(answer.text)
  return meaning.kind === 'page' ? meaning : { kind: 'failed', fault: `HTTP ${head.statusCode}, no page of coupons` }
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
