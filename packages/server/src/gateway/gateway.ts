import type { ErrorName } from '@yaoquan/api'
import { contentType } from '@yaoquan/protocol'
import { answerBatch } from './answer-batch.ts'
import { answerCall } from './answer-call.ts'
import { type AppSearch, createAppSearch } from './app-search.ts'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { type Refused, refuse } from './call/refusal.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { findApp } from './stages/find-app.ts'
import { readCallParameters } from './stages/read-parameters.ts'

/** The life of a call from bytes to bytes. Never throws for what a caller sends. */
export interface Gateway {
  /** `/router/rest`: one call. */
  answerCall(call: IncomingCall): Promise<Answer>
  /** `/router/batch`: up to 50 calls under one signature (docs/reference/top-protocol.md, 6). */
  answerBatch(call: IncomingCall): Promise<Answer>
  /** For the app of a call whose body is large, before the body is there. */
  searchApp(call: Pick<IncomingCall, 'queryString' | 'contentType'>): AppSearch
  /** The answer to a call that the transport could not hand over: too large, or no capacity. */
  answerRefusal(call: IncomingCall, error: ErrorName, values?: Readonly<Record<string, string | number>>): Answer
}

export function createGateway(parts: GatewayParts): Gateway {
  const knows = async (appKey: string) =>
    (await findApp(new Map([['app_key', appKey]]), parts.callers)).kind === 'found'
  return {
    answerCall: (call) => answerCall(call, parts).catch((error: unknown) => answerFault(call, error, parts)),
    answerBatch: (call) => answerBatch(call, parts).catch((error: unknown) => answerFault(call, error, parts)),
    searchApp: (call) => createAppSearch(call, knows),
    answerRefusal: (call, error, values = {}) =>
      answerRefusal(call, { refusal: refuse(error, values), requestId: parts.newRequestId(), parts }),
  }
}

/** The store failed before a method was called: while who calls was looked up, or a signature remembered. */
function answerFault(call: IncomingCall, error: unknown, parts: GatewayParts): Answer {
  if (!parts.mayPass(error)) throw error
  const requestId = parts.newRequestId()
  parts.telemetry.callFailed({ requestId, method: 'unknown', error })
  return answerRefusal(call, { refusal: refuse('storeUnavailable'), requestId, parts })
}

type RefusedCall = Readonly<{ refusal: Refused; requestId: string; parts: GatewayParts }>

function answerRefusal(call: IncomingCall, { refusal, requestId, parts }: RefusedCall): Answer {
  const { parameters, encoding } = readCallParameters(call)
  const refused = { outcome: refusal, parameters, encoding, ip: call.ip, requestId, startedMs: performance.now() }
  return { body: finishCall(refused, parts), contentType: contentType(encoding), isProven: false }
}
