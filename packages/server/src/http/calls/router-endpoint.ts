import type { IncomingMessage } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { AppSearch } from '#gateway/app-search'
import { type Answer, type IncomingCall, readerLanguage } from '#gateway/call/incoming-call'
import type { Gateway } from '#gateway/gateway'
import { compress, parseAcceptEncoding } from '#http/answers/content-coding'
import { privateAnswerHeaders, writeAnswer } from '#http/answers/write-answer'
import { readBody } from '#http/requests/read-body'
import type { SpoolFolder } from '#http/requests/spool-folder'
import type { LongWorks } from '#turns/task-queues'
import { BatchSlots, createEndOfTurn, createHeavyCallQueue, type HeavyTurn } from './call-turns.ts'
import type { Endpoint, Exchange } from './endpoint.ts'

export type RouterRequest = Exchange & Readonly<{ path: '/router/rest' | '/router/batch' }>

type RouterDependencies = Endpoint &
  Readonly<{
    gateway: Gateway
    longWorks: LongWorks
    /** Holds bodies whose app is not known yet. */
    spools: SpoolFolder
    /** Headers of every answer. */
    headers: Readonly<Record<string, string>>
  }>

type Router = RouterDependencies &
  Readonly<{ batches: BatchSlots; endOfTurn: () => Promise<void>; heavyTurn: HeavyTurn }>

/**
 * `/router/rest` and `/router/batch`: HTTP 200 whatever the outcome, since SDKs read no other body
 * (docs/reference/top-protocol.md, 3.1).
 */
export function createRouterEndpoint(dependencies: RouterDependencies): (request: RouterRequest) => Promise<void> {
  const router: Router = {
    ...dependencies,
    headers: { ...dependencies.headers, ...privateAnswerHeaders },
    batches: new BatchSlots({ all: transportLimits.maxBatches, ofClient: transportLimits.maxBatchesOfClient }),
    endOfTurn: createEndOfTurn(),
    heavyTurn: createHeavyCallQueue(dependencies.longWorks),
  }
  return (request) => answerRequest(request, router)
}

async function answerRequest(routed: RouterRequest, router: Router): Promise<void> {
  const { request, response } = routed
  const { gateway, spools } = router
  const call = router.isStopping() ? undefined : router.guard.admission.admit(request, response)
  if (call === undefined) return refuse(routed, router, 'serviceUnavailable')
  try {
    // No SDK compresses requests (docs/reference/top-protocol.md, section 7).
    if (isPacked(request)) return await refuse(routed, router, 'parameterError', packedBody)
    const body = await readBody(request, { budget: call, searchApp: () => searchApp(routed, router), spools })
    if (body === 'gone') return
    if (typeof body === 'string') return await refuse(routed, router, refusalOf[body])
    if (!call.begin()) return await refuse(routed, router, 'serviceUnavailable')
    if (body.length < transportLimits.heavyBodyBytes) await router.endOfTurn()
    else await router.heavyTurn(await accountOf(routed, body, router), body.length)
    const incoming = incomingCall(routed, body, router)
    const answer =
      routed.path === '/router/batch'
        ? await router.batches.run(call.client, () => gateway.answerBatch(incoming))
        : await gateway.answerCall(incoming)
    if (answer.isProven) call.prove()
    if (answer.isLost) return void request.socket.destroy()
    // A connection that stays open would hold up a server that is to stop.
    await write(answer, { ...routed, isLast: router.isDraining(), client: call.client }, router)
  } catch (error) {
    router.onFault('http', error)
    if (response.headersSent) return void response.destroy()
    await refuse(routed, router, 'remoteServiceError')
  }
}

function searchApp({ request, queryString }: RouterRequest, { gateway }: Router): AppSearch {
  return gateway.searchApp({ queryString, contentType: request.headers['content-type'] })
}

/**
 * The account of a heavy call: the app it names, at the address it comes from, since its signature is not verified yet and
 * nobody may use up the turns of another client's app. Calls of one address that name no known app share an account.
 */
async function accountOf(routed: RouterRequest, body: Uint8Array, router: Router): Promise<string> {
  const app = searchApp(routed, router)
  await app.lookInQuery()
  await lookUntilFound(app, body)
  return `${router.guard.addresses.of(routed.request)} ${app.knownKey ?? ''}`
}

/** Most SDKs name the app at the beginning of a body. */
async function lookUntilFound(app: AppSearch, body: Uint8Array): Promise<void> {
  for (let start = 0; start < body.length && app.knownKey === undefined; start += pieceBytes) {
    await app.lookIn(body.subarray(start, start + pieceBytes))
  }
}

const pieceBytes = 32 * 1024

type RefusalName = Parameters<Gateway['answerRefusal']>[1]

const refusalOf = {
  'too-large': 'parameterError',
  'no-room': 'serviceUnavailable',
  'missing-app': 'missingAppKey',
  'unknown-app': 'invalidAppKey',
} as const

/** Answers without the body, which may not even have arrived, and ends the connection. */
function refuse(routed: RouterRequest, router: Router, error: RefusalName, rule = largeBody): Promise<void> {
  const values = error === 'parameterError' ? { rule } : {}
  const answer = router.gateway.answerRefusal(incomingCall(routed, noBody, router), error, values)
  return write(answer, { ...routed, isLast: true, client: nobody }, router)
}

const largeBody = { zh: '请求体超过10MB', en: 'the body exceeds 10 MB' }
const packedBody = {
  zh: '请求体经过压缩（Content-Encoding），请不压缩发送',
  en: 'the body is compressed (Content-Encoding); send it as it is',
}

function isPacked({ headers }: IncomingMessage): boolean {
  return (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity'
}

const noBody = new Uint8Array(0)
/** Refusals are short, so unread ones are charged to no client. */
const nobody = {}

type Destination = RouterRequest & Readonly<{ isLast: boolean; client: object }>

/** Writes the answer with HTTP status 200, compressed where the caller names gzip and the answer is long. */
async function write({ body, contentType }: Answer, destination: Destination, router: Router): Promise<void> {
  const { request, response, isLast, client } = destination
  const packs = body.length >= transportLimits.minGzipLength && namesGzip(request.headers['accept-encoding'])
  const sent = packs ? await compress(body, 'gzip', 'fastest') : body
  const connection = isLast ? { connection: 'close' } : {}
  const coding = packs ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : {}
  const headers = { ...router.headers, 'content-type': contentType, ...connection, ...coding }
  writeAnswer(response, { status: 200, headers, body: sent })
  // An answer keeps the whole slab that it is a view of.
  router.guard.unread.track(response, sent.buffer.byteLength, client)
}

/** `*` does not count: it is what tools send by default that do not unpack. */
function namesGzip(acceptEncoding: string | undefined): boolean {
  return (parseAcceptEncoding(acceptEncoding).get('gzip') ?? 0) > 0
}

/** The call as the gateway reads it. Parameters are not parsed here: the signature depends on how they are spelled. */
function incomingCall(
  { request, path, queryString }: RouterRequest,
  body: Uint8Array,
  { guard }: Router,
): IncomingCall {
  const { method = '', headers } = request
  const separator = headers['top-api-separator']
  return {
    verb: method,
    path,
    queryString,
    contentType: headers['content-type'],
    body,
    ip: guard.addresses.of(request),
    // Programs send none, or `*`.
    language: /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh',
    readerLanguage: readerLanguage(headers),
    batchSeparator: typeof separator === 'string' ? separator : undefined,
  }
}
