import type { Parameters } from '@yaoquan/protocol'
import type { CallingApp } from './call/callers.ts'
import type { Refused } from './call/refusal.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { checkIp } from './stages/check-ip.ts'
import { checkSignature } from './stages/check-signature.ts'
import { checkTimestamp } from './stages/check-timestamp.ts'
import { checkVersion } from './stages/check-version.ts'
import { findApp } from './stages/find-app.ts'

type Unproven = Readonly<{
  /** Those that are signed. */
  parameters: Parameters
  /** Text of a body that is signed as it stands, after the parameters. */
  body?: string
  ip: string
}>

/**
 * Who calls, proven: stages app_key → timestamp → v → sign → address.
 * @returns the app, and the time by its own clock, which a sandbox may have moved
 */
export async function authenticate(
  call: Unproven,
  { callers, oldSecrets, clock, isSandbox }: Pick<GatewayParts, 'callers' | 'oldSecrets' | 'clock' | 'isSandbox'>,
): Promise<Readonly<{ kind: 'caller'; app: CallingApp; nowMs: number }> | Refused> {
  const { parameters } = call
  const found = await findApp(parameters, callers)
  if (found.kind === 'refused') return found
  const { app } = found
  const nowMs = clock(clockSeller(app))
  const signed = { parameters, secrets: secretsOf(app, nowMs), body: call.body, charset: app.charset }
  // A clock that a test app moved is that app's own; the one that nobody moves may be told to anybody.
  const isMoved = Math.abs(nowMs - clock()) > 1_000
  const tellsClock = isSandbox && (!isMoved || checkSignature(signed, false).kind === 'signed')
  const proof =
    checkTimestamp(parameters, { nowMs, tellsClock }) ?? checkVersion(parameters) ?? checkSignature(signed, isSandbox)
  const refusal = proof.kind === 'refused' ? proof : checkIp(app, call.ip)
  if (refusal) return { ...refusal, appKey: app.appKey }
  if (proof.kind === 'signed' && proof.isOldSecret) oldSecrets.note(app, nowMs)
  return { kind: 'caller', app, nowMs }
}

/** The seller whose clock counts for an app: its only one. */
export function clockSeller({ sellerIds }: CallingApp): string | undefined {
  return sellerIds.length === 1 ? sellerIds[0] : undefined
}

/** The secrets that are accepted now, the newest first. */
function secretsOf({ appSecret, oldSecret }: CallingApp, nowMs: number): readonly string[] {
  const isOldAccepted = oldSecret !== undefined && (oldSecret.endsAtMs === undefined || nowMs < oldSecret.endsAtMs)
  return isOldAccepted ? [appSecret, oldSecret.text] : [appSecret]
}
