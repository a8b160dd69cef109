import { type MethodDefinition, presetMasksPhones } from '@yaoquan/api'
import { decodeRequest, type Encoding, type Parameters } from '@yaoquan/protocol'
import { type CallContext, InvalidInput, type Method, ReusedSign, type SignedCall } from '#methods/method'
import { TurnNeverCame } from '#turns/calculations'
import type { ShownAnswer } from './answer-cache.ts'
import { answerLookUp } from './answer-look-up.ts'
import { actorOf, type CallingApp } from './call/callers.ts'
import { type Refused, refuse } from './call/refusal.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCall } from './order-of-checks.ts'

export type ProvenCall = Readonly<{
  app: CallingApp
  parameters: Parameters
  encoding: Encoding
  requestId: string
  nowMs: number
  ip: string
  signedCall: (() => SignedCall) | undefined
}>

export type Outcome =
  | Readonly<{ kind: 'answered'; sellerId: string; answer: ShownAnswer }>
  | Refused
  /** A sandbox drops the answer. */
  | Readonly<{ kind: 'lost' }>

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
  const { appKey, grants, operator } = app
  const context = { requestId, appKey, actor: actorOf(app), operator, grants, sellerId, nowMs, sign }
  const done = await perform({ call, method, context }, gateway)
  if (injected?.kind === 'lose') return { kind: 'lost' }
  if (done.kind === 'answered') gateway.fullPhones.count({ app, sellerId, phones: done.answer.phones, nowMs })
  return done
}

type AllowedCall = Readonly<{ call: ProvenCall; method: Method<MethodDefinition>; context: CallContext }>

/**
 * Code 25 for a write under another call's signature; code 7 for an evaluation whose caller had more than its share; code 15 for what
 * else a method throws: a bug or a lost store.
 */
async function perform(allowed: AllowedCall, gateway: GatewayDependencies): Promise<Outcome> {
  const { method, context } = allowed
  try {
    const done = await decodeAndCall(allowed, gateway)
    if (done.kind !== 'refused' || context.sign === undefined) return done
    const remembered = await gateway.rememberSign(context)
    return remembered.kind === 'sign-reused' ? refuse('reusedSignature') : done
  } catch (error) {
    if (error instanceof ReusedSign) return refuse('reusedSignature')
    if (error instanceof TurnNeverCame) return refuse('appCallLimited', { seconds: 1 })
    gateway.telemetry.callFailed({ requestId: context.requestId, method: method.definition.name, error })
    return refuse(gateway.mayPass(error) ? 'storeUnavailable' : 'remoteServiceError')
  }
}

/** Codes 40, 41 and 50 for input that cannot be decoded. */
async function decodeAndCall({ call, method, context }: AllowedCall, gateway: GatewayDependencies): Promise<Outcome> {
  const decoded = decodeRequest(method.definition, call.parameters)
  if (decoded.kind === 'refused') return decoded
  const { app, encoding, ip } = call
  const { masksPhones = presetMasksPhones(context.grants.preset) } = app
  const form = { encoding, masksPhones }
  try {
    return await answerLookUp({ method, input: decoded.input, context, form, app, ip }, gateway)
  } catch (error) {
    if (error instanceof InvalidInput) return refuse('invalidParameter', { field: error.field, rule: error.rule })
    throw error
  }
}
