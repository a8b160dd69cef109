import type { Parameters } from '@yaoquan/protocol'
import type { CallingApp } from './callers.ts'
import type { GatewayParts } from './gateway-parts.ts'
import type { Refused } from './refusal.ts'
import { checkIp } from './stages/check-ip.ts'
import { checkSignature } from './stages/check-signature.ts'
import { checkTimestamp } from './stages/check-timestamp.ts'
import { checkVersion } from './stages/check-version.ts'
import { findApp } from './stages/find-app.ts'

type Unproven = Readonly<{
  parameters: Parameters
  ip: string
  nowMs: number
  /** Body text of a batch, which is signed after the parameters. */
  signedBody?: string
}>

/** Who calls, proven: stages app_key → timestamp → v → sign → address. */
export async function authenticate(
  call: Unproven,
  { callers, isSandbox }: Pick<GatewayParts, 'callers' | 'isSandbox'>,
): Promise<Readonly<{ kind: 'caller'; app: CallingApp }> | Refused> {
  const { parameters } = call
  const found = await findApp(parameters, callers)
  if (found.kind === 'refused') return found
  const { app } = found
  const signed = { parameters, secret: app.appSecret, body: call.signedBody }
  const refusal =
    checkTimestamp(parameters, { nowMs: call.nowMs, isSandbox }) ??
    checkVersion(parameters) ??
    checkSignature(signed, isSandbox) ??
    checkIp(app, call.ip)
  return refusal ? { ...refusal, appKey: app.appKey } : { kind: 'caller', app }
}
