import { presetMasksPhones } from '@yaoquan/api'
import type { EncodedResponse, Encoding, Parameters } from '@yaoquan/protocol'
import type { SignedCall } from '#methods/method'
import type { CallingApp } from './call/callers.ts'
import type { Refused } from './call/refusal.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCall } from './order-of-checks.ts'
import { performCall } from './perform-call.ts'

type ProvenCall = Readonly<{
  app: CallingApp
  parameters: Parameters
  encoding: Encoding
  requestId: string
  nowMs: number
  /** The caller's address. */
  ip: string
  signedCall: () => SignedCall
}>

export type Outcome =
  | Readonly<{ kind: 'answered'; sellerId: string; answer: EncodedResponse }>
  | Refused
  /** A sandbox drops the answer. */
  | Readonly<{ kind: 'lost' }>

/** Performs a call of a known caller, if its checks pass. In a sandbox it may fail on purpose. */
export async function checkAndPerform(call: ProvenCall, gateway: GatewayDependencies): Promise<Outcome> {
  const { app, parameters, nowMs, requestId, signedCall } = call
  const { methods, faultInjection, telemetry } = gateway
  const allowed = await checkCall({ app, parameters, nowMs, signedCall, methods }, gateway)
  if (allowed.kind === 'refused') return allowed
  const { method, sellerId, sign } = allowed
  const { name } = method.definition
  const injected = faultInjection && (await faultInjection.meet({ appKey: app.appKey, method: name }))
  if (injected?.kind === 'refuse') return injected.refusal
  if (injected?.kind === 'lose' && !injected.isPerformed) return { kind: 'lost' }
  const context = { requestId, appKey: app.appKey, grants: app.grants, sellerId, nowMs, sign }
  const onFault = (error: unknown) => telemetry.callFailed({ requestId, method: name, error })
  const form = { encoding: call.encoding, masksPhones: app.masksPhones ?? presetMasksPhones(app.grants.preset) }
  const done = await performCall({ method, parameters, context, form, ip: call.ip, onFault }, gateway)
  if (injected?.kind === 'lose') return { kind: 'lost' }
  if (done.kind === 'refused') return done
  return { kind: 'answered', sellerId, answer: done.answer }
}
