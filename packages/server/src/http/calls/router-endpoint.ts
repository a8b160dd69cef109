import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { Answer, IncomingCall } from '#gateway/call/incoming-call'
import type { Gateway } from '#gateway/gateway'
import type { Admission } from '#http/connections/admission'
import type { ClientAddresses } from '#http/connections/client-address'
import type { UnreadAnswers } from '#http/connections/unread-answers'
import { readBody } from '#http/requests/read-body'
import type { SpoolFolder } from '#http/requests/spool-folder'
import type { LongWorks } from '#turns/long-works'
import { BatchSlots } from './batch-slots.ts'
import { createEndOfTurn } from './end-of-turn.ts'
import { createHeavyCallQueue, type HeavyCall } from './heavy-call-queue.ts'
import { writeCallAnswer } from './write-call-answer.ts'

export type RouterPath = '/router/rest' | '/router/batch'

type RouterRequest = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  path: RouterPath
  queryString: string
}>

type RouterDependencies = Readonly<{
  gateway: Gateway
  /** Of the process. */
  longWorks: LongWorks
  addresses: ClientAddresses
  admission: Admission
  unread: UnreadAnswers
  /** Holds bodies whose app is not known yet. */
  spools: SpoolFolder
  /** Sent with every answer. */
  headers: Readonly<Record<string, string>>
  /** Whether calls are refused. */
  isStopping: () => boolean
  /** Whether each answer is the last of its connection. */
  isDraining: () => boolean
  /** Called with errors of the server itself. */
  onFault: (error: unknown) => void
}>

/**
 * `/router/rest` and `/router/batch`: HTTP 200 whatever the outcome, since SDKs read no other body
 * (docs/reference/top-protocol.md, 3.1).
 * @returns a function that answers one request
 */
export function createRouterEndpoint(dependencies: RouterDependencies): (request: RouterRequest) => Promise<void> {
  const router: Router = {
    ...dependencies,
    batches: new BatchSlots({ all: transportLimits.maxBatches, ofClient: transportLimits.maxBatchesOfClient }),
    endOfTurn: createEndOfTurn(),
    heavyTurn: createHeavyCallQueue(dependencies.longWorks),
  }
  return (request) => answerRequest(request, router)
}

type Router = RouterDependencies &
  Readonly<{ batches: BatchSlots; endOfTurn: () => Promise<void>; heavyTurn: (call: HeavyCall) => Promise<void> }>

async function answerRequest(routed: RouterRequest, router: Router): Promise<void> {
  const { request, response, queryString } = routed
  const call = router.isStopping() ? undefined : router.admission.admit(request, response)
  if (call === undefined) return refuse(routed, router, 'serviceUnavailable')
  try {
    const searchApp = () => router.gateway.searchApp({ queryString, contentType: request.headers['content-type'] })
    const body = await readBody(request, { budget: call, searchApp, spools: router.spools })
    if (body === 'gone') return
    if (typeof body === 'string') return await refuse(routed, router, refusalOf[body])
    if (!call.begin()) return await refuse(routed, router, 'serviceUnavailable')
    if (body.length < transportLimits.heavyBodyBytes) await router.endOfTurn()
    else await router.heavyTurn({ account: await accountOf(routed, body, router), bytes: body.length })
    const incoming = incomingCall(routed, body, router)
    const answer =
      routed.path === '/router/batch'
        ? await router.batches.run(call.client, () => router.gateway.answerBatch(incoming))
        : await router.gateway.answerCall(incoming)
    if (answer.isProven) call.prove()
    if (answer.isLost) return void request.socket.destroy()
    // A connection that stays open would hold up a server that is to stop.
    await write(answer, { routed, router, isLast: router.isDraining(), client: call.client })
  } catch (error) {
    router.onFault(error)
    if (response.headersSent) return void response.destroy()
    await refuse(routed, router, 'remoteServiceError')
  }
}

/**
 * The account of a heavy call: the app it names, at the address it comes from, since its signature is not verified yet and
 * nobody may use up the turns of another client's app. Calls of one address that name no known app share an account.
 */
async function accountOf(
  { request, queryString }: RouterRequest,
  body: Uint8Array,
  { gateway, addresses }: Router,
): Promise<string> {
  const app = gateway.searchApp({ queryString, contentType: request.headers['content-type'] })
  await app.lookInQuery()
  await app.lookIn(body)
  return `${addresses.of(request)} ${app.knownKey ?? ''}`
}

type RefusalName = Parameters<Gateway['answerRefusal']>[1]

const refusalOf = {
  'too-large': 'parameterError',
  'no-room': 'serviceUnavailable',
  'missing-app': 'missingAppKey',
  'unknown-app': 'invalidAppKey',
} as const

/** Answers without the body, which may not even have arrived, and ends the connection. */
function refuse(routed: RouterRequest, router: Router, error: RefusalName): Promise<void> {
  const values = error === 'parameterError' ? { rule: '请求体超过10MB' } : {}
  const answer = router.gateway.answerRefusal(incomingCall(routed, noBody, router), error, values)
  return write(answer, { routed, router, isLast: true, client: nobody })
}

/** Refusals are short, so unread ones are charged to no client. */
const nobody = {}

type Destination = Readonly<{ routed: RouterRequest; router: Router; isLast: boolean; client: object }>

function write(answer: Answer, { routed, router, isLast, client }: Destination): Promise<void> {
  const { request, response } = routed
  const { headers, unread } = router
  return writeCallAnswer(answer, { request, response, headers, unread, isLast, client })
}

const noBody = new Uint8Array(0)

/** The call as the gateway reads it. Parameters are not parsed here: the signature depends on how they are spelled. */
function incomingCall(
  { request, path, queryString }: RouterRequest,
  body: Uint8Array,
  { addresses }: Router,
): IncomingCall {
  const { method = '', headers } = request
  const separator = headers['top-api-separator']
  return {
    verb: method,
    path,
    queryString,
    contentType: headers['content-type'],
    body,
    ip: addresses.of(request),
    batchSeparator: typeof separator === 'string' ? separator : undefined,
  }
}
