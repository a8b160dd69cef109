import type { ErrorName } from '@yaoquan/api'
import { answerInCharset, contentType, type TextValues } from '@yaoquan/protocol'
import { answerBatch } from './answer-batch.ts'
import { type AppSearch, createAppSearch } from './app-search.ts'
import { signedCallOf } from './call/callers.ts'
import { type Answer, type IncomingCall, type Refused, refuse } from './call/incoming-call.ts'
import { readCall, readCallParameters } from './checks/call-checks.ts'
import type { GatewayDependencies, Outcome } from './gateway-dependencies.ts'
import { checkCaller } from './order-of-checks.ts'
import { checkAndPerform, finishCall } from './perform-call.ts'

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

const verbs = ['GET', 'POST'] as const

/** `/router/rest`: one call. */
async function answerCall(call: IncomingCall, gateway: GatewayDependencies): Promise<Answer> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const { ip, verb, language } = call
  const read = await readCall(call, gateway.callers)
  const { parameters, encoding, charset } = read
  const answer = (outcome: Outcome, appKey?: string): Answer => {
    const language = read.app?.language ?? call.readerLanguage
    const body = finishCall({ outcome, parameters, appKey, encoding, language, ip, requestId, startedMs }, gateway)
    const type = contentType(encoding, charset)
    const isProven = appKey !== undefined
    return { body: answerInCharset(body, read), contentType: type, isProven, isLost: outcome.kind === 'lost' }
  }
  const caller = checkCaller({ verb, verbs, namesMethod: true, read, ip, language }, gateway)
  if (caller.kind === 'refused') return answer(caller)
  const { app, nowMs } = caller
  const signedCall = signedCallOf({ entrance: 'rest', app, ...read.signed })
  const proven = { app, parameters, encoding, requestId, nowMs, ip, signedCall }
  return answer(await checkAndPerform(proven, gateway), app.appKey)
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
  const { ip, readerLanguage: language } = call
  const refused = { outcome: refusal, parameters, encoding, language, ip, requestId, startedMs: performance.now() }
  return { body: finishCall(refused, gateway), contentType: contentType(encoding), isProven: false }
}
