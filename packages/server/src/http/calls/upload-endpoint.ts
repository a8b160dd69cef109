import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { OpenedUpload, RefusedUpload } from '#gateway/upload/open-upload'
import type { UploadDesk } from '#gateway/upload/upload-desk'
import type { SpoolRoom } from '#http/bodies/spool-folder'
import { uploadBody } from '#http/bodies/upload-body'
import type { ClientAddresses } from '#http/connections/client-address'
import type { Connections } from '#http/connections/connections'
import { requestTarget } from './request-target.ts'

/** @returns false, with nothing done, for a path that is not an upload's */
export type UploadEndpoint = (request: IncomingMessage, response: ServerResponse) => boolean

type UploadParts = Readonly<{
  desk: UploadDesk
  addresses: ClientAddresses
  connections: Connections
  /** Uncompressed. */
  maxBytes: number
  /** Where bodies wait until their digests were compared. */
  spools: SpoolRoom
  isStopping: () => boolean
  isLeaving: () => boolean
  onFault: (error: unknown) => void
}>

/**
 * `POST /upload/coupons`: a body of any length that is spooled, then stored batch by batch. HTTP statuses are used: 200 once the upload
 * begins, whatever its summary says then.
 */
export function createUploadEndpoint(parts: UploadParts): UploadEndpoint {
  let inWork = 0
  const desk: UploadRoom = { ...parts, ofApp: new Map() }
  return (request, response) => {
    if (requestTarget(request.url ?? '').path !== uploadPath) return false
    inWork += 1
    const isFull = inWork > transportLimits.maxUploads
    void answerUpload({ request, response, isFull }, desk)
      .catch((error: unknown) => {
        parts.onFault(error)
        response.destroy()
      })
      .finally(() => {
        inWork -= 1
      })
    return true
  }
}

/** With the uploads of each app that are in work. */
type UploadRoom = UploadParts & Readonly<{ ofApp: Map<string, number> }>

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse; isFull: boolean }>

async function answerUpload(exchange: Exchange, parts: UploadRoom): Promise<void> {
  const { request, response } = exchange
  const opened = refuseByHead(exchange, parts) ?? refuseCrowd(await parts.desk.open(callOf(request, parts)), parts)
  if (opened.kind === 'opened') parts.connections.proveCaller(request)
  if (parts.isLeaving()) response.setHeader('connection', 'close')
  if (opened.kind === 'refused') {
    const headers = { 'content-type': 'application/json;charset=UTF-8', 'content-length': opened.body.length }
    response.writeHead(statusOf(opened), headers).end(opened.body)
  } else await counting(opened, parts, () => streamAnswer(opened, exchange, parts))
  letGo(request)
}

/** One app cannot take the room of all others. */
function refuseCrowd(opened: OpenedUpload | RefusedUpload, { desk, ofApp }: UploadRoom): OpenedUpload | RefusedUpload {
  if (opened.kind === 'refused' || (ofApp.get(opened.appKey) ?? 0) < transportLimits.maxUploadsOfApp) return opened
  return desk.refuse('serviceUnavailable')
}

async function counting({ appKey }: OpenedUpload, { ofApp }: UploadRoom, work: () => Promise<void>): Promise<void> {
  ofApp.set(appKey, (ofApp.get(appKey) ?? 0) + 1)
  try {
    await work()
  } finally {
    const left = (ofApp.get(appKey) ?? 1) - 1
    if (left === 0) ofApp.delete(appKey)
    else ofApp.set(appKey, left)
  }
}

function refuseByHead(
  { request, isFull }: Exchange,
  { desk, maxBytes, isStopping }: UploadParts,
): RefusedUpload | undefined {
  if (isFull || isStopping()) return desk.refuse('serviceUnavailable')
  const { 'content-length': length, 'content-encoding': encoding } = request.headers
  if (Number(length ?? 0) > maxBytes) {
    return { ...desk.refuse('parameterError', { rule: `请求体超过${maxBytes}字节` }), code: tooLargeCode }
  }
  if (encoding === undefined || encoding === 'identity' || encoding === 'gzip') return undefined
  return desk.refuse('parameterError', { rule: 'Content-Encoding 只能是 gzip' })
}

async function streamAnswer(opened: OpenedUpload, { request, response }: Exchange, parts: UploadParts): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson;charset=UTF-8', 'cache-control': 'no-store' })
  response.flushHeaders()
  const { uploadIdleTimeoutMs: idleTimeoutMs, maxUploadMs: totalTimeoutMs } = transportLimits
  const body = uploadBody(request, { maxBytes: parts.maxBytes, idleTimeoutMs, totalTimeoutMs })
  const { isStopping, spools } = parts
  for await (const line of parts.desk.run({ opened, body, openSpool: spools.open, isStopping })) {
    if (!response.write(line) && response.writableLength > transportLimits.maxUnreadAnswerBytes) await roomIn(response)
  }
  response.end()
}

/** Only a caller that reads nothing for a long time gets here; one that is gone ends the wait. */
function roomIn(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), transportLimits.uploadIdleTimeoutMs)
    const go = () => {
      clearTimeout(timer)
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })
}

/** Closed with bytes unread, a connection is reset, and the caller may lose the answer: some more are read and dropped. */
function letGo(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  request.unpipe()
  request.resume()
  const timer = setTimeout(() => request.destroy(), transportLimits.lingerMs)
  request.once('close', () => clearTimeout(timer))
}

/** Shown as code 43, told apart for the HTTP status. */
const tooLargeCode = 413

function statusOf({ code }: RefusedUpload): number {
  return statuses.get(code) ?? 400
}

const statuses: ReadonlyMap<number, number> = new Map([
  [7, 429],
  [9, 405],
  [10, 503],
  [11, 403],
  [15, 500],
  ...[24, 25, 26, 27, 28, 29, 30, 31].map((code) => [code, 401] as const),
  [tooLargeCode, 413],
])

function callOf(request: IncomingMessage, { addresses }: UploadParts): Parameters<UploadDesk['open']>[0] {
  const { url = '', method = '' } = request
  const { queryString } = requestTarget(url)
  return { verb: method, path: uploadPath, queryString, ip: addresses.of(request) }
}

const uploadPath = '/upload/coupons'
