import type { MethodDefinition, Text } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import type { SignedCall } from '#methods/method'
import { type CallingApp, homeSellerOf } from './call/callers.ts'
import { type Refused, refuse } from './call/incoming-call.ts'
import {
  checkMethodGiven,
  checkPermission,
  findSeller,
  type ReadCall,
  refuseUnknownMethod,
} from './checks/call-checks.ts'
import {
  checkHttpVerb,
  checkIp,
  checkSignature,
  checkTimestamp,
  checkVersion,
  type HttpVerb,
  tellMissing,
} from './checks/caller-checks.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'

/** What arrived at an entrance: the router, the batch or the upload. */
export type Arrived = Readonly<{
  verb: string
  verbs: readonly HttpVerb[]
  /** Whether the signed parameters name the method; those of a batch do not, its calls do. */
  namesMethod: boolean
  read: ReadCall
  body?: string | undefined
  ip: string
  /** In which a sandbox explains a signature to an app that has no language. */
  language?: keyof Text | undefined
}>

/** A caller whose signature was verified. */
export type Caller = Readonly<{
  kind: 'caller'
  app: CallingApp
  /** The time by the app's clock, which a sandbox may have moved. */
  nowMs: number
}>

/**
 * The first half of the order of checks (docs/reference/decisions.md, "Order of checks"), which identifies the caller:
 * verb → format and parameters → method given → app_key → timestamp → v → sign → address.
 */
export function checkCaller(arrived: Arrived, gateway: CheckDependencies): Caller | Refused {
  const checked = findCaller(arrived, gateway)
  if (checked.kind === 'caller' || !gateway.isSandbox) return checked
  return tellMissing(checked, arrived.read.parameters, arrived.namesMethod)
}

type CheckDependencies = Pick<GatewayDependencies, 'oldSecrets' | 'clock' | 'isSandbox'>

function findCaller(
  { verb, verbs, namesMethod, read, body, ip, language = 'zh' }: Arrived,
  { oldSecrets, clock, isSandbox }: CheckDependencies,
): Caller | Refused {
  const { parameters } = read.signed
  const unclear =
    checkHttpVerb(verb, verbs) ?? read.refusal ?? (namesMethod ? checkMethodGiven(read.parameters) : undefined)
  if (unclear) return unclear
  const { app } = read
  // Codes 28 and 29. The app comes before the signature: its secret is needed to check it.
  if (!parameters.get('app_key')?.trim()) return refuse('missingAppKey')
  if (!app?.isEnabled) return refuse('invalidAppKey')
  const nowMs = clock(clockSeller(app))
  const signed = { parameters, secrets: secretsOf(app, nowMs), body: body ?? read.signed.body, charset: app.charset }
  // A clock that was moved is shown only to its own app; the unmoved clock to any caller, as by the header `Date`.
  const isMoved = isSandbox && Math.abs(nowMs - clock()) > 1_000
  const tellsClock = !isMoved || checkSignature(signed, undefined).kind === 'signed'
  const proof =
    checkTimestamp(parameters, { nowMs, tellsClock }) ??
    checkVersion(parameters) ??
    checkSignature(signed, isSandbox ? (app.language ?? language) : undefined)
  const refusal = proof.kind === 'refused' ? proof : checkIp(app, ip)
  if (refusal) return { ...refusal, appKey: app.appKey }
  if (proof.kind === 'signed' && proof.isOldSecret) oldSecrets.note(app, nowMs)
  return { kind: 'caller', app, nowMs }
}

export type AskedCall<Method> = Readonly<{
  app: CallingApp
  parameters: Parameters
  nowMs: number
  /** Undefined at the console, where a login replaces the signature. */
  signedCall: (() => SignedCall) | undefined
  methods: ReadonlyMap<string, Method>
}>

export type AllowedCall<Method> = Readonly<{
  kind: 'allowed'
  method: Method
  /** Empty for a method of no seller. */
  sellerId: string
  /** Present for a call that writes. */
  sign: SignedCall | undefined
}>

/**
 * The second half of the order of checks, which finds the method and whether it may be called:
 * method exists → app may call it → seller, by session → quota and rate.
 */
export async function checkCall<Method extends Readonly<{ definition: MethodDefinition }>>(
  { app, parameters, nowMs, signedCall, methods }: AskedCall<Method>,
  { callers, meter, rememberSign }: Pick<GatewayDependencies, 'callers' | 'meter' | 'rememberSign'>,
): Promise<AllowedCall<Method> | Refused> {
  const method = methods.get(parameters.get('method')?.trim() ?? '')
  if (method === undefined) return refuseUnknownMethod(parameters, { app, methods })
  const { name, scope, effect } = method.definition
  const forbidden = checkPermission(app, name)
  if (forbidden) return forbidden
  const seller = scope === 'none' ? noSeller : await findSeller({ parameters, app, callers, nowMs })
  const sign = effect === 'write' ? signedCall?.() : undefined
  if (seller.kind === 'refused') {
    await rememberSign({ sellerId: homeSellerOf(app), nowMs, sign })
    return seller
  }
  const banned = await meter.admit(app, nowMs)
  return banned ?? { kind: 'allowed', method, sellerId: seller.sellerId, sign }
}

const noSeller = { kind: 'found', sellerId: '' } as const

/** The seller whose clock counts for an app: its only one. */
export function clockSeller({ sellerIds }: CallingApp): string | undefined {
  return sellerIds.length === 1 ? sellerIds[0] : undefined
}

/** The secrets with which an app may sign at a moment, the newest first. */
export function secretsOf({ appSecret, oldSecret }: CallingApp, nowMs: number): readonly string[] {
  const isOldAccepted = oldSecret !== undefined && (oldSecret.endsAtMs === undefined || nowMs < oldSecret.endsAtMs)
  return isOldAccepted ? [appSecret, oldSecret.text] : [appSecret]
}
