import { isStrict, type MethodDefinition, presetMasksPhones, type Text } from '@yaoquan/api'
import { addRequestId, decodeRequest, type Encoding, encodeErrorBytes, type Parameters } from '@yaoquan/protocol'
import { InvalidInput, ReusedSign, type SignedCall } from '#methods/method'
import type { CallTelemetry } from '#telemetry/record-calls'
import { TurnNeverCame } from '#turns/calculations'
import { type DecodedCall, inLanguage } from './answer-cache.ts'
import { answerLookUp } from './answer-look-up.ts'
import { actorOf, type CallingApp, ignoredName } from './call/callers.ts'
import { type Refused, refuse } from './call/incoming-call.ts'
import { withMissingNames } from './checks/caller-checks.ts'
import type { AllowedCall, GatewayDependencies, Outcome } from './gateway-dependencies.ts'
import { checkCall } from './order-of-checks.ts'

type ProvenCall = Readonly<{
  app: CallingApp
  parameters: Parameters
  encoding: Encoding
  requestId: string
  nowMs: number
  ip: string
  signedCall: (() => SignedCall) | undefined
}>

/** Performs a call of a known caller, if its checks pass. In a sandbox it may fail on purpose. */
export async function checkAndPerform(call: ProvenCall, gateway: GatewayDependencies): Promise<Outcome> {
  const { app, parameters, nowMs, requestId, signedCall } = call
  const { methods, faultInjection } = gateway
  const allowed = await checkCall({ app, parameters, nowMs, signedCall, methods }, gateway)
  if (allowed.kind === 'refused') return allowed
  const { method, sellerId, sign } = allowed
  const injected = faultInjection && (await faultInjection.meet({ appKey: app.appKey, method: method.definition.name }))
  if (injected?.kind === 'refuse') return injected.refusal
  if (injected?.kind === 'lose' && !injected.isPerformed) return { kind: 'lost' }
  const { appKey, grants, operator, language = 'zh' } = app
  const context = { requestId, appKey, actor: actorOf(app), operator, grants, sellerId, nowMs, sign }
  const { masksPhones = presetMasksPhones(grants.preset) } = app
  const form = { encoding: call.encoding, masksPhones, language }
  const unknownMembers = gateway.isSandbox || isStrict(grants) ? 'refused' : 'ignored'
  const known = { method, parameters, context, form, unknownMembers } as const
  const mistaken = { appKey, method: method.definition.name, nowMs }
  const answer = (decoded: DecodedCall) => {
    const { ignored } = decoded
    if (ignored !== undefined) {
      const name = ignoredName(ignored, call)
      gateway.telemetry.appMistaken({ kind: 'ignored', ...mistaken, name, times: 1 })
    }
    return answerLookUp({ ...decoded, app, ip: call.ip }, gateway)
  }
  const done = await (gateway.bulkWriter?.perform(known) ?? perform(known, answer, gateway))
  if (injected?.kind === 'lose') return { kind: 'lost' }
  if (done.kind === 'refused' && gateway.isSandbox) return tellMissingFields(done, method.definition, parameters)
  if (done.kind !== 'answered') return done
  const { phones, noPhones } = done.answer
  gateway.fullPhones.count({ app, sellerId, phones, nowMs })
  if (noPhones !== undefined && operator === undefined) {
    gateway.telemetry.appMistaken({ kind: 'no-phone', ...mistaken, ...noPhones })
  }
  return done
}

/** In a sandbox code 40 names all required parameters that are missing; `msg` names the first, as in production. */
function tellMissingFields(refused: Refused, { request }: MethodDefinition, parameters: Parameters): Refused {
  if (refused.error.code !== 40) return refused
  const required = Object.values(request).filter((field) => field.required)
  const missing = required.map(({ wire }) => wire).filter((wire) => !parameters.get(wire)?.trim())
  if (missing.length < 2) return refused
  return withMissingNames(refused, missing)
}

/** What a call needs besides its method. */
export type PerformDependencies = Pick<GatewayDependencies, 'rememberSign' | 'mayPass'> &
  Readonly<{ telemetry: Pick<CallTelemetry, 'callFailed'> }>

/**
 * Decodes the call and answers it. Code 25 for a write under another call's signature; code 7 for an evaluation whose caller had more than
 * its share; code 15 for what else a method throws: a bug or a lost store.
 */
export async function perform(
  allowed: AllowedCall,
  answer: (decoded: DecodedCall) => Promise<Outcome>,
  { rememberSign, mayPass, telemetry }: PerformDependencies,
): Promise<Outcome> {
  const { method, context } = allowed
  try {
    const done = await decodeAndAnswer(allowed, answer)
    if (done.kind !== 'refused' || context.sign === undefined) return done
    const remembered = await rememberSign(context)
    return remembered.kind === 'sign-reused' ? refuse('reusedSignature') : done
  } catch (error) {
    if (error instanceof ReusedSign) return refuse('reusedSignature')
    if (error instanceof TurnNeverCame) return refuse('appCallLimited', { seconds: 1 })
    telemetry.callFailed({ requestId: context.requestId, method: method.definition.name, error })
    return refuse(mayPass(error) ? 'storeUnavailable' : 'remoteServiceError')
  }
}

/** Codes 40, 41 and 50 for input that cannot be decoded. */
async function decodeAndAnswer(
  { method, parameters, context, form, unknownMembers }: AllowedCall,
  answer: (decoded: DecodedCall) => Promise<Outcome>,
): Promise<Outcome> {
  const decoded = decodeRequest(method.definition, parameters, unknownMembers)
  if (decoded.kind === 'refused') return decoded
  try {
    return await answer({ method, input: decoded.input, ignored: decoded.ignored, context, form })
  } catch (error) {
    if (error instanceof InvalidInput) return refuse('invalidParameter', { field: error.field, rule: error.rule })
    throw error
  }
}

type Finished = Readonly<{
  outcome: Outcome
  parameters: Parameters
  /** App key of a verified caller; unverified keys are not logged. */
  appKey?: string | undefined
  encoding: Encoding
  /** Language of the app, as far as it is known; undefined: Chinese. */
  language?: keyof Text | undefined
  ip: string
  requestId: string
  startedMs: number
}>

/** Encodes the outcome and reports it to the telemetry. */
export function finishCall(call: Finished, gateway: GatewayDependencies): Uint8Array<ArrayBuffer> {
  const { outcome, requestId } = call
  const body = bodyOf(call)
  const requested = call.parameters.get('method')?.trim() ?? ''
  gateway.telemetry.callAnswered({
    requestId,
    method: gateway.methods.has(requested) ? requested : 'unknown',
    ip: call.ip,
    appKey: call.appKey ?? (outcome.kind === 'refused' ? outcome.appKey : undefined) ?? '',
    sellerId: outcome.kind === 'answered' ? outcome.sellerId : '',
    code: outcome.kind === 'refused' ? outcome.error.code : 0,
    subCode: outcome.kind === 'refused' ? (outcome.error.subCode ?? '') : '',
    durationMs: performance.now() - call.startedMs,
    answerLength: body.length,
  })
  return body
}

function bodyOf({ outcome, requestId, encoding, language }: Finished): Uint8Array<ArrayBuffer> {
  switch (outcome.kind) {
    case 'answered':
      return addRequestId(outcome.answer.encoded, requestId)
    case 'refused':
      return encodeErrorBytes(inLanguage(outcome.error, language), requestId, encoding)
    case 'lost':
      return noBody
  }
}

const noBody = new Uint8Array(0)
