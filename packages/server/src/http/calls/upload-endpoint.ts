import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import { readerLanguage } from '#gateway/call/incoming-call'
import type { OpenedUpload, RefusedUpload } from '#gateway/upload/open-upload'
import type { Uploads } from '#gateway/upload/uploads'
import { privateAnswerHeaders, writeAnswer } from '#http/answers/write-answer'
import type { SpoolFolder } from '#http/requests/spool-folder'
import { uploadBody } from '#http/requests/upload-body'
import type { Endpoint, Exchange } from './endpoint.ts'

type UploadDependencies = Endpoint &
  Readonly<{
    uploads: Uploads
    maxBytes: number
    /** Holds bodies until their digests were compared. */
    spools: SpoolFolder
  }>

/** `ofApp` is the number of running uploads by app key. */
type UploadEndpoint = UploadDependencies & Readonly<{ ofApp: Map<string, number> }>

/**
 * `POST /upload/coupons`: a body of any length that is spooled, then stored batch by batch. Errors before the first byte
 * of the answer have an HTTP status of their own; once the upload begins it is 200, whatever its summary says.
 */
export function createUploadEndpoint(dependencies: UploadDependencies): (exchange: Exchange) => Promise<void> {
  const endpoint: UploadEndpoint = { ...dependencies, ofApp: new Map() }
  let inWork = 0
  return async (exchange) => {
    inWork += 1
    try {
      await answerUpload(exchange, endpoint, { isFull: inWork > transportLimits.maxUploads })
    } catch (error) {
      dependencies.onFault('upload', error)
      exchange.response.destroy()
    } finally {
      inWork -= 1
    }
  }
}

async function answerUpload(
  exchange: Exchange,
  endpoint: UploadEndpoint,
  { isFull }: Readonly<{ isFull: boolean }>,
): Promise<void> {
  const { request, response, queryString } = exchange
  const { uploads, guard } = endpoint
  const call = {
    verb: request.method ?? '',
    path: '/upload/coupons',
    queryString,
    ip: guard.addresses.of(request),
    readerLanguage: readerLanguage(request.headers),
  } as const
  const refused = isFull ? uploads.refuse({ error: 'serviceUnavailable' }) : refuseByHead(request, endpoint)
  const opened = refused ?? refuseCrowd(await uploads.open(call), endpoint)
  if (opened.kind === 'opened') guard.connections.proveCaller(request)
  if (endpoint.isDraining()) response.setHeader('connection', 'close')
  if (opened.kind === 'refused') {
    const headers = { 'content-type': 'application/json;charset=UTF-8', ...privateAnswerHeaders }
    writeAnswer(response, { status: statuses.get(opened.code) ?? 400, headers, body: opened.body })
  } else await streamAnswer(opened, exchange, endpoint)
  discardRest(request)
}

/** Limits the uploads of one app, so that others find room. */
function refuseCrowd(
  opened: OpenedUpload | RefusedUpload,
  { uploads, ofApp }: UploadEndpoint,
): OpenedUpload | RefusedUpload {
  if (opened.kind === 'refused' || (ofApp.get(opened.appKey) ?? 0) < transportLimits.maxUploadsOfApp) return opened
  return uploads.refuse({ error: 'serviceUnavailable', app: opened })
}

function refuseByHead(
  { headers }: IncomingMessage,
  { uploads, maxBytes, isStopping }: UploadEndpoint,
): RefusedUpload | undefined {
  if (isStopping()) return uploads.refuse({ error: 'serviceUnavailable' })
  const { 'content-length': length, 'content-encoding': encoding } = headers
  if (Number(length ?? 0) > maxBytes) {
    return { ...uploads.refuse({ error: 'parameterError', values: { rule: tooLarge(maxBytes) } }), code: tooLargeCode }
  }
  if (encoding === undefined || encoding === 'identity' || encoding === 'gzip') return undefined
  return uploads.refuse({ error: 'parameterError', values: { rule: onlyGzip } })
}

const onlyGzip = { zh: 'Content-Encoding 只能是 gzip', en: 'Content-Encoding must be gzip' }

function tooLarge(maxBytes: number) {
  return { zh: `请求体超过${maxBytes}字节`, en: `the body exceeds ${maxBytes} bytes` }
}

async function streamAnswer(opened: OpenedUpload, exchange: Exchange, endpoint: UploadEndpoint): Promise<void> {
  const { request, response } = exchange
  const { uploads, maxBytes, spools, isStopping, ofApp } = endpoint
  ofApp.set(opened.appKey, (ofApp.get(opened.appKey) ?? 0) + 1)
  try {
    response.writeHead(200, { 'content-type': 'application/x-ndjson;charset=UTF-8', ...privateAnswerHeaders })
    response.flushHeaders()
    const { uploadIdleTimeoutMs: idleTimeoutMs, maxUploadMs: totalTimeoutMs } = transportLimits
    const body = uploadBody(request, { maxBytes, idleTimeoutMs, totalTimeoutMs })
    for await (const line of uploads.run({ opened, body, openSpool: spools.open, isStopping })) {
      if (!response.write(line) && response.writableLength > transportLimits.maxUnreadAnswerBytes) {
        await drained(response)
      }
    }
    response.end()
  } finally {
    const left = (ofApp.get(opened.appKey) ?? 1) - 1
    if (left === 0) ofApp.delete(opened.appKey)
    else ofApp.set(opened.appKey, left)
  }
}

/** Waits for a slow reader; a closed connection ends the wait, and a caller that reads nothing in time loses its connection. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), transportLimits.uploadIdleTimeoutMs)
    const settle = () => {
      clearTimeout(timer)
      response.off('drain', settle).off('close', settle)
      resolve()
    }
    response.on('drain', settle).on('close', settle)
  })
}

/** A connection that is closed with unread bytes is reset, and the caller may lose the answer: some more are read and dropped. */
function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  request.unpipe()
  request.resume()
  const timer = setTimeout(() => request.destroy(), transportLimits.lingerMs)
  request.once('close', () => clearTimeout(timer))
}

/** Shown as code 43; another number here, for an HTTP status of its own. */
const tooLargeCode = 413

/** HTTP statuses by code; 400 for any other. */
const statuses: ReadonlyMap<number, number> = new Map([
  [7, 429],
  [9, 405],
  [10, 503],
  [11, 403],
  [15, 500],
  ...[24, 25, 26, 27, 28, 29, 30, 31].map((code) => [code, 401] as const),
  [tooLargeCode, 413],
])
