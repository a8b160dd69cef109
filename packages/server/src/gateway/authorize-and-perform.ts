import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import type { SignedCall } from '#methods/method'
import type { CallingApp } from './call/callers.ts'
import type { Refused } from './call/refusal.ts'
import { homeSellerOf } from './call/signed-call.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { checkPermission } from './stages/check-permission.ts'
import { findMethod } from './stages/find-method.ts'
import { findSeller } from './stages/find-seller.ts'
import { maskPhones } from './stages/mask-phones.ts'
import { performCall } from './stages/perform-call.ts'

type ProvenCall = Readonly<{
  app: CallingApp
  parameters: Parameters
  requestId: string
  nowMs: number
  /** The caller's address. */
  ip: string
  signedCall: () => SignedCall
}>

export type Outcome =
  | Readonly<{
      kind: 'answered'
      definition: MethodDefinition
      sellerId: string
      response: ResponseOf<MethodDefinition>
    }>
  | Refused
  /** A sandbox lets the answer be lost. */
  | Readonly<{ kind: 'lost' }>

/** What is meant and whether it may be: stages method → permission → seller → quota → parameters → the call. */
export async function authorizeAndPerform(call: ProvenCall, parts: GatewayParts): Promise<Outcome> {
  const { app, parameters, nowMs, requestId } = call
  const found = findMethod(parameters, parts.methods)
  if (found.kind === 'refused') return found
  const { method } = found
  const { name, scope, effect } = method.definition
  const forbidden = checkPermission(app, name)
  if (forbidden) return forbidden
  const seller = scope === 'none' ? noSeller : await findSeller({ parameters, app, callers: parts.callers, nowMs })
  const sign = effect === 'write' ? call.signedCall() : undefined
  if (seller.kind === 'refused') {
    await parts.rememberSign({ sellerId: homeSellerOf(app), nowMs, sign })
    return seller
  }
  const banned = await parts.meter.admit(app, nowMs)
  if (banned) return banned
  const injected = await parts.faultInjection?.meet({ appKey: app.appKey, method: name })
  if (injected?.kind === 'refuse') return injected.refusal
  if (injected?.kind === 'lose' && !injected.isPerformed) return { kind: 'lost' }
  const { sellerId } = seller
  const context = { requestId, appKey: app.appKey, grants: app.grants, sellerId, nowMs, sign }
  const onFault = (error: unknown) => parts.telemetry.callFailed({ requestId, method: name, error })
  const done = await performCall({ method, parameters, context }, { ...parts, ip: call.ip, onFault })
  if (injected?.kind === 'lose') return { kind: 'lost' }
  if (done.kind === 'refused') return done
  const response = app.masksPhones ? maskPhones(done.response) : done.response
  return { kind: 'answered', definition: method.definition, sellerId, response }
}

const noSeller = { kind: 'found', sellerId: '' } as const
