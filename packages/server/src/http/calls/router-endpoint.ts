import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { Answer, IncomingCall } from '#gateway/call/incoming-call'
import type { Gateway } from '#gateway/gateway'
import { type AnswerPlace, writeAnswer } from '#http/answers/write-answer'
import { readBody } from '#http/bodies/read-body'
import type { SpoolRoom } from '#http/bodies/spool-folder'
import type { CallLoad } from '#http/connections/admission'
import type { ClientAddresses } from '#http/connections/client-address'
import type { UnreadAnswers } from '#http/connections/unread-answers'
import type { LongWorks } from '#turns/long-works'
import { BatchSlots } from './batch-slots.ts'
import { createEndOfTurn } from './end-of-turn.ts'
import { createHeavyTurns, type HeavyCall } from './heavy-call-queue.ts'
import { requestTarget } from './request-target.ts'

/** @returns false, with nothing done, for a path that is not the router's */
export type RouterEndpoint = (request: IncomingMessage, response: ServerResponse) => boolean

type RouterParts = Readonly<{
  gateway: Gateway
  /** Of the process. */
  longWorks: LongWorks
  addresses: ClientAddresses
  load: CallLoad
  unread: UnreadAnswers
  /** Where bodies wait whose app is not known yet. */
  spools: SpoolRoom
  /** Sent with every answer. */
  headers: Readonly<Record<string, string>>
  /** Whether calls are refused. */
  isStopping: () => boolean
  /** Whether each answer is the last of its connection. */
  isLeaving: () => boolean
  /** Hears of faults of ours. */
  onFault: (error: unknown) => void
}>

/**
 * `/router/rest` and `/router/batch`: HTTP 200 whatever the outcome, since SDKs read no other body
 * (docs/reference/top-protocol.md, 3.1). They stand on node:http itself: what Fastify does for a request costs half as
 * much as finding the coupons.
 */
export function createRouterEndpoint(parts: RouterParts): RouterEndpoint {
  const batches = new BatchSlots({ all: transportLimits.maxBatches, ofClient: transportLimits.maxBatchesOfClient })
  const desk: Desk = { ...parts, batches, endOfTurn: createEndOfTurn(), heavyTurn: createHeavyTurns(parts.longWorks) }
  const { answerCall, answerBatch } = parts.gateway
  return (request, response) => {
    const { path, queryString } = requestTarget(request.url ?? '')
    if (path === '/router/rest') {
      void answerRequest({ request, response, path, queryString, answer: answerCall }, desk)
    } else if (path === '/router/batch') {
      void answerRequest({ request, response, path, queryString, answer: answerBatch }, desk)
    } else return false
    return true
  }
}

type Desk = RouterParts &
  Readonly<{ batches: BatchSlots; endOfTurn: () => Promise<void>; heavyTurn: (call: HeavyCall) => Promise<void> }>

type Exchange = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  path: '/router/rest' | '/router/batch'
  queryString: string
  answer: (call: IncomingCall) => Promise<Answer>
}>

/** Where the caller goes away with its body half sent, the wait for the body is dropped with the request. */
async function answerRequest(exchange: Exchange, desk: Desk): Promise<void> {
  const { request, response, queryString } = exchange
  const call = desk.isStopping() ? undefined : desk.load.admit(request, response)
  if (call === undefined) return refuse(exchange, desk, 'serviceUnavailable')
  try {
    const searchApp = () => desk.gateway.searchApp({ queryString, contentType: request.headers['content-type'] })
    const body = await readBody(request, { load: call, searchApp, spools: desk.spools })
    if (body === 'gone') return
    if (typeof body === 'string') return await refuse(exchange, desk, refusalOf[body])
    if (!call.begin()) return await refuse(exchange, desk, 'serviceUnavailable')
    if (body.length < transportLimits.heavyBodyBytes) await desk.endOfTurn()
    else await desk.heavyTurn({ party: await payer(exchange, body, desk), bytes: body.length })
    const incoming = incomingCall(exchange, body, desk)
    const answer =
      exchange.path === '/router/batch'
        ? await desk.batches.run(call.client, () => exchange.answer(incoming))
        : await exchange.answer(incoming)
    if (answer.isProven) call.proven()
    if (answer.isLost) return void request.socket.destroy()
    // A connection that stays open would hold up a server that was told to leave.
    await writeAnswer(answer, placeOf(exchange, desk, { isLast: desk.isLeaving(), client: call.client }))
  } catch (error) {
    desk.onFault(error)
    await refuse(exchange, desk, 'remoteServiceError')
  }
}

/**
 * Who pays for a heavy call: the app it names, at the address it comes from, since its signature is not checked yet and
 * nobody may use up the turns of another's app. All calls of an address that name no known app share one account.
 */
async function payer(
  { request, queryString }: Exchange,
  body: Uint8Array,
  { gateway, addresses }: Desk,
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
function refuse(exchange: Exchange, desk: Desk, error: RefusalName): Promise<void> {
  const values = error === 'parameterError' ? { rule: '请求体超过10MB' } : {}
  const answer = desk.gateway.answerRefusal(incomingCall(exchange, noBody, desk), error, values)
  return writeAnswer(answer, placeOf(exchange, desk, { isLast: true, client: nobody }))
}

/** Refusals are short; who holds many of them does not matter. */
const nobody = {}

function placeOf(
  { request, response }: Exchange,
  { headers, unread }: Desk,
  { isLast, client }: Readonly<{ isLast: boolean; client: object }>,
): AnswerPlace {
  return { request, response, headers, unread, isLast, client }
}

const noBody = new Uint8Array(0)

/** The call as the gateway reads it. Parameters are not parsed here: how they are spelt decides the signature. */
function incomingCall({ request, path, queryString }: Exchange, body: Uint8Array, { addresses }: Desk): IncomingCall {
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
