import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { OpenedUpload, RefusedUpload } from '#gateway/upload/open-upload'
import type { Uploads } from '#gateway/upload/uploads'
import { writeAnswer } from '#http/answers/write-answer'
import type { ClientAddresses } from '#http/connections/client-address'
import type { Connections } from '#http/connections/connections'
import type { SpoolFolder } from '#http/requests/spool-folder'
import { uploadBody } from '#http/requests/upload-body'

type UploadRequest = Readonly<{ request: IncomingMessage; response: ServerResponse; queryString: string }>

type UploadDependencies = Readonly<{
  uploads: Uploads
  addresses: ClientAddresses
  connections: Connections
  /** Greatest length of one upload, uncompressed. */
  maxBytes: number
  /** Holds bodies until their digests were compared. */
  spools: SpoolFolder
  isStopping: () => boolean
  isDraining: () => boolean
  /** Called with errors of the server itself. */
  onFault: (error: unknown) => void
}>

/**
 * `POST /upload/coupons`: a body of any length that is spooled, then stored batch by batch. Errors before the first byte
 * of the answer have an HTTP status of their own; once the upload begins it is 200, whatever its summary says.
 * @returns a function that answers one request
 */
export function createUploadEndpoint(dependencies: UploadDependencies): (request: UploadRequest) => Promise<void> {
  const endpoint: Endpoint = { ...dependencies, ofApp: new Map() }
  let inWork = 0
  return async (request) => {
    inWork += 1
    try {
      await answerUpload({ ...request, isFull: inWork > transportLimits.maxUploads }, endpoint)
    } catch (error) {
      dependencies.onFault(error)
      request.response.destroy()
    } finally {
      inWork -= 1
    }
  }
}

type Endpoint = UploadDependencies &
  Readonly<{
    /** Uploads in work by app key. */
    ofApp: Map<string, number>
  }>

type Exchange = UploadRequest & Readonly<{ isFull: boolean }>

async function answerUpload(exchange: Exchange, endpoint: Endpoint): Promise<void> {
  const { request, response } = exchange
  const opened =
    refuseByHead(exchange, endpoint) ?? refuseCrowd(await endpoint.uploads.open(callOf(exchange, endpoint)), endpoint)
  if (opened.kind === 'opened') endpoint.connections.proveCaller(request)
  if (endpoint.isDraining()) response.setHeader('connection', 'close')
  if (opened.kind === 'refused') {
    const headers = { 'content-type': 'application/json;charset=UTF-8' }
    writeAnswer(response, { status: statusOf(opened), headers, body: opened.body })
  } else await counting(opened, endpoint, () => streamAnswer(opened, exchange, endpoint))
  discardRest(request)
}

/** Limits the uploads of one app, so that others find room. */
function refuseCrowd(opened: OpenedUpload | RefusedUpload, { uploads, ofApp }: Endpoint): OpenedUpload | RefusedUpload {
  if (opened.kind === 'refused' || (ofApp.get(opened.appKey) ?? 0) < transportLimits.maxUploadsOfApp) return opened
  return uploads.refuse('serviceUnavailable')
}

async function counting({ appKey }: OpenedUpload, { ofApp }: Endpoint, work: () => Promise<void>): Promise<void> {
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
  { uploads, maxBytes, isStopping }: UploadDependencies,
): RefusedUpload | undefined {
  if (isFull || isStopping()) return uploads.refuse('serviceUnavailable')
  const { 'content-length': length, 'content-encoding': encoding } = request.headers
  if (Number(length ?? 0) > maxBytes) {
    return { ...uploads.refuse('parameterError', { rule: `请求体超过${maxBytes}字节` }), code: tooLargeCode }
  }
  if (encoding === undefined || encoding === 'identity' || encoding === 'gzip') return undefined
  return uploads.refuse('parameterError', { rule: 'Content-Encoding 只能是 gzip' })
}

async function streamAnswer(
  opened: OpenedUpload,
  { request, response }: Exchange,
  { uploads, maxBytes, spools, isStopping }: UploadDependencies,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson;charset=UTF-8', 'cache-control': 'no-store' })
  response.flushHeaders()
  const { uploadIdleTimeoutMs: idleTimeoutMs, maxUploadMs: totalTimeoutMs } = transportLimits
  const body = uploadBody(request, { maxBytes, idleTimeoutMs, totalTimeoutMs })
  for await (const line of uploads.run({ opened, body, openSpool: spools.open, isStopping })) {
    if (!response.write(line) && response.writableLength > transportLimits.maxUnreadAnswerBytes) await drained(response)
  }
  response.end()
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

function callOf(
  { request, queryString }: UploadRequest,
  { addresses }: UploadDependencies,
): Parameters<Uploads['open']>[0] {
  return { verb: request.method ?? '', path: '/upload/coupons', queryString, ip: addresses.of(request) }
}
