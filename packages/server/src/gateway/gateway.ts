import type { ErrorName } from '@yaoquan/api'
import { contentType } from '@yaoquan/protocol'
import { answerBatch } from './answer-batch.ts'
import { answerCall } from './answer-call.ts'
import { type AppSearch, createAppSearch } from './app-search.ts'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { type Refused, refuse, type TextValues } from './call/refusal.ts'
import { readCallParameters } from './checks/read-call.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'

/** The life of a call from bytes to bytes. Never throws for what a caller sends. */
export interface Gateway {
  answerCall(call: IncomingCall): Promise<Answer>
  answerBatch(call: IncomingCall): Promise<Answer>
  /** Finds the app of a call with a large body before the body has arrived. */
  searchApp(call: Pick<IncomingCall, 'queryString' | 'contentType'>): AppSearch
  /** The answer to a call that the transport could not hand over: too large, or no capacity. */
  answerRefusal(call: IncomingCall, error: ErrorName, values?: TextValues): Answer
}

export function createGateway(gateway: GatewayDependencies): Gateway {
  const knows = async (appKey: string) => (await gateway.callers.findApp(appKey))?.isEnabled === true
  return {
    answerCall: (call) => answerCall(call, gateway).catch((error: unknown) => answerFault(call, error, gateway)),
    answerBatch: (call) => answerBatch(call, gateway).catch((error: unknown) => answerFault(call, error, gateway)),
    searchApp: (call) => createAppSearch(call, knows),
    answerRefusal: (call, error, values = {}) =>
      answerRefusal(call, { refusal: refuse(error, values), requestId: gateway.newRequestId(), gateway }),
  }
}

/** The store failed before a method was called: while the caller was looked up, or a signature recorded. */
function answerFault(call: IncomingCall, error: unknown, gateway: GatewayDependencies): Answer {
  if (!gateway.mayPass(error)) throw error
  const requestId = gateway.newRequestId()
  gateway.telemetry.callFailed({ requestId, method: 'unknown', error })
  return answerRefusal(call, { refusal: refuse('storeUnavailable'), requestId, gateway })
}

type RefusedCall = Readonly<{ refusal: Refused; requestId: string; gateway: GatewayDependencies }>

function answerRefusal(call: IncomingCall, { refusal, requestId, gateway }: RefusedCall): Answer {
  const { parameters, encoding } = readCallParameters(call)
  const refused = { outcome: refusal, parameters, encoding, ip: call.ip, requestId, startedMs: performance.now() }
  return { body: finishCall(refused, gateway), contentType: contentType(encoding), isProven: false }
}
