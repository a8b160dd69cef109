import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect as connectTls } from 'node:tls'
import { decodeErrorJson, formatTimestamp, signParameters, writeUrlencoded } from '@yaoquan/protocol'
import { connectUpstream } from './connect-upstream.ts'
import { readFingerprint, readUpstreamUrl, type UpstreamUrl } from './upstream-url.ts'

export type UpstreamCheck = Readonly<{
  /** `http(s)://host/router/rest`. */
  upstream: string
  upstreamFingerprint?: string | undefined
  /** Signs the call; without it the upstream can only say that there is no app. */
  app: Readonly<{ appKey: string; appSecret: string }> | undefined
  timeoutMs: number
  /** Epoch milliseconds, for the timestamp of the call. */
  nowMs: number
}>

/** What came of a step. `fault` is a code or message of the system. */
type Step<Found> = Readonly<{ found: Found }> | Readonly<{ fault: string }>

export type ShownCertificate = Readonly<{
  fingerprint: string
  subject: string
  issuer: string
  validTo: string
  /** Why the system does not trust it; undefined when it does. */
  distrust: string | undefined
}>

export type UpstreamAnswer = Readonly<{
  status: number
  durationMs: number
  kind: 'error' | 'answer' | 'no-top'
  code?: number | undefined
  subCode?: string | undefined
  msg?: string | undefined
}>

type Checking = UpstreamCheck & Readonly<{ url: UpstreamUrl; fingerprint: string | undefined }>

/** Later steps are undefined when an earlier one failed. */
export type UpstreamFindings = Readonly<{
  addresses: Step<readonly string[]>
  /** Undefined without TLS. */
  certificate: Step<ShownCertificate> | undefined
  answer: Step<UpstreamAnswer> | undefined
}>

/**
 * Tries one call of `taobao.time.get`, and says what came at each step.
 * @throws OperatorError for a URL or fingerprint that cannot be read
 */
export async function checkUpstream(input: UpstreamCheck): Promise<UpstreamFindings> {
  const { upstream, upstreamFingerprint } = input
  const url = readUpstreamUrl(upstream)
  const fingerprint = upstreamFingerprint === undefined ? undefined : readFingerprint(upstreamFingerprint)
  const check = { ...input, url, fingerprint }
  const addresses = await step(async () => (await lookup(url.hostname, { all: true })).map(({ address }) => address))
  if ('fault' in addresses) return { addresses, certificate: undefined, answer: undefined }
  const certificate = url.isTls ? await step(() => showCertificate(check)) : undefined
  return { addresses, certificate, answer: await step(() => callUpstream(check)) }
}

async function step<Found>(work: () => Promise<Found>): Promise<Step<Found>> {
  try {
    return { found: await work() }
  } catch (error) {
    return { fault: faultText(error) }
  }
}

function faultText(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

async function showCertificate({ url, timeoutMs }: Checking): Promise<ShownCertificate> {
  const servername = /[a-z]/i.test(url.hostname) && !url.hostname.includes(':') ? url.hostname : undefined
  const target = { host: url.hostname, port: url.port, rejectUnauthorized: false }
  const socket = connectTls(servername === undefined ? target : { ...target, servername })
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) })
    const { fingerprint256, subject, issuer, valid_to } = socket.getPeerCertificate()
    return {
      fingerprint: fingerprint256,
      subject: nameOf(subject.CN),
      issuer: nameOf(issuer.CN ?? issuer.O),
      validTo: new Date(valid_to).toISOString(),
      distrust: socket.authorized ? undefined : String(socket.authorizationError),
    }
  } finally {
    socket.destroy()
  }
}

function nameOf(name: string | string[] | undefined): string {
  return [name ?? ''].flat().join(', ')
}

async function callUpstream({ url, fingerprint, app, timeoutMs, nowMs }: Checking): Promise<UpstreamAnswer> {
  const upstream = connectUpstream(url, fingerprint, timeoutMs)
  const body = Buffer.from(writeUrlencoded(parametersOf(app, nowMs)))
  const headers = ['Host', url.host, 'Content-Type', 'application/x-www-form-urlencoded;charset=utf-8']
  const startedMs = performance.now()
  const call = upstream.begin({
    method: 'POST',
    path: `${url.pathPrefix}/router/rest`,
    headers: [...headers, 'Content-Length', String(body.length), 'Connection', 'close'],
  })
  try {
    call.end(body)
    const [response]: IncomingMessage[] = await once(call, 'response', { signal: AbortSignal.timeout(timeoutMs) })
    if (response === undefined) throw new Error('no answer')
    const text = await readText(response)
    return { status: response.statusCode ?? 0, durationMs: Math.round(performance.now() - startedMs), ...read(text) }
  } finally {
    call.destroy()
    upstream.close()
  }
}

function parametersOf(app: UpstreamCheck['app'], nowMs: number): Readonly<Record<string, string>> {
  const call = { method: 'taobao.time.get', format: 'json', v: '2.0', timestamp: formatTimestamp(nowMs) }
  if (app === undefined) return call
  return signParameters({ parameters: { ...call, app_key: app.appKey }, secret: app.appSecret, method: 'md5' })
}

/** An answer to `taobao.time.get` is shorter. */
const maxAnswerBytes = 64 * 1024

async function readText(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of response) {
    pieces.push(piece)
    length += piece.length
    if (length > maxAnswerBytes) break
  }
  return Buffer.concat(pieces).toString()
}

function read(text: string): Pick<UpstreamAnswer, 'kind' | 'code' | 'subCode' | 'msg'> {
  const failed = decodeErrorJson(text)
  if (failed !== undefined) {
    const { code, subCode, msg } = failed.error
    return { kind: 'error', code, subCode, msg }
  }
  return { kind: text.includes('time_get_response') ? 'answer' : 'no-top' }
}
