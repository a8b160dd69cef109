import type { Text } from '@yaoquan/api'
import {
  type Charset,
  explainSignature,
  formatTimestamp,
  type Parameters,
  parseTimestamp,
  verifySignature,
} from '@yaoquan/protocol'
import ipaddr from 'ipaddr.js'
import type { CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/incoming-call'

export type HttpVerb = 'GET' | 'POST'

/** Code 9 (docs/reference/top-protocol.md, 7). @param verbs those of the entrance */
export function checkHttpVerb(verb: string, verbs: readonly HttpVerb[]): Refused | undefined {
  return verbs.some((allowed) => allowed === verb) ? undefined : refuse('httpActionNotAllowed')
}

const windowMs = 10 * 60 * 1000

/**
 * Codes 30 and 31: within ten minutes of the gateway's clock, either way. Their sub_msg has the gateway's time, and for code 31 how far
 * off the call's is.
 * @param tellsClock false in a sandbox whose clock was moved, for callers without the secret
 */
export function checkTimestamp(
  parameters: Parameters,
  { nowMs, tellsClock }: Readonly<{ nowMs: number; tellsClock: boolean }>,
): Refused | undefined {
  const text = parameters.get('timestamp')?.trim()
  const sentMs = text ? parseTimestamp(text) : undefined
  if (sentMs !== undefined && Math.abs(sentMs - nowMs) <= windowMs) return undefined
  const refusal = refuse(text ? 'invalidTimestamp' : 'missingTimestamp')
  if (!tellsClock) return refusal
  const time = formatTimestamp(nowMs)
  const difference = sentMs === undefined ? { zh: '', en: '' } : differenceOf(sentMs - nowMs)
  return withSubMsg(refusal, {
    zh: `服务器时间: ${time} (GMT+8)${difference.zh}`,
    en: `Time of the server: ${time} (GMT+8)${difference.en}`,
  })
}

function differenceOf(aheadMs: number): Text {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const isAhead = aheadMs > 0
  return {
    zh: `，timestamp ${isAhead ? '快' : '慢'}了 ${seconds} 秒`,
    en: `; timestamp is ${seconds} seconds ${isAhead ? 'ahead' : 'behind'}`,
  }
}

function withSubMsg(refusal: Refused, text: Text): Refused {
  return { ...refusal, error: { ...refusal.error, subMsg: text.zh, subMsgEn: text.en } }
}

/** The `sub_msg` of a sandbox that names all that is missing. @param names two or more */
export function withMissingNames(refusal: Refused, names: readonly string[]): Refused {
  return withSubMsg(refusal, { zh: `缺少的参数: ${names.join(', ')}`, en: `Missing parameters: ${names.join(', ')}` })
}

/** What every call needs, in the order of the checks. */
const neededNames = ['method', 'app_key', 'timestamp', 'sign'] as const
const missingCodes: readonly number[] = [21, 24, 28, 30]

/** In a sandbox, a refusal for a missing parameter names all that are missing. @param namesMethod whether the call needs `method` */
export function tellMissing(refusal: Refused, parameters: Parameters, namesMethod: boolean): Refused {
  if (!missingCodes.includes(refusal.error.code)) return refusal
  const needed = namesMethod ? neededNames : neededNames.slice(1)
  const missing = needed.filter((name) => !parameters.get(name)?.trim())
  return missing.length > 1 ? withMissingNames(refusal, missing) : refusal
}

/** Codes 32 and 34: `v` may be left out; else it is 2.0 or 1.0. */
export function checkVersion(parameters: Parameters): Refused | undefined {
  const version = parameters.get('v')?.trim()
  if (version === undefined || version === '2.0' || version === '1.0') return undefined
  return refuse(version === '' ? 'missingVersion' : 'unsupportedVersion')
}

type Signed = Readonly<{
  parameters: Parameters
  /** The accepted secrets, the newest first. */
  secrets: readonly string[]
  body?: string | undefined
  charset: Charset
}>

export type Signature = Readonly<{ kind: 'signed'; isOldSecret: boolean }>

/**
 * Codes 24 and 25. An unknown sign_method fails the verification like a wrong sign. Every secret is tried, so that the time does not
 * reveal which one fits.
 * @param explainedIn the language in which code 25 says what is wrong, in a sandbox (docs/reference/decisions.md, "Signature")
 */
export function checkSignature({ secrets, ...call }: Signed, explainedIn: keyof Text | undefined): Signature | Refused {
  if (!call.parameters.get('sign')?.trim()) return refuse('missingSignature')
  const fits = secrets.map((secret) => verifySignature({ ...call, secret }))
  if (fits.includes(true)) return { kind: 'signed', isOldSecret: fits[0] !== true }
  const refusal = refuse('invalidSignature')
  const [newest] = secrets
  if (explainedIn === undefined || newest === undefined) return refusal
  const explanation = explainSignature({ ...call, secret: newest }, explainedIn).slice(0, maxExplanation)
  return withSubMsg(refusal, { zh: explanation, en: explanation })
}

/** Characters; a base string can be as long as a body. */
const maxExplanation = 8_192

/** Code 11 `isv.permission-ip-whitelist-limit`: the app's allow list holds addresses and CIDR ranges, IPv4 and IPv6. */
export function checkIp(app: CallingApp, ip: string): Refused | undefined {
  if (app.allowedIps.length === 0) return undefined
  return isAllowedIp(app.allowedIps, ip) ? undefined : refuse('ipNotAllowed', { ip })
}

/** Whether an address is among those of an allow list. */
export function isAllowedIp(allowedIps: readonly string[], ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.process(ip)
  return allowedIps.some((allowed) => contains(allowed, address))
}

/** Whether a text may be on an allow list: an address or a CIDR range, IPv4 or IPv6. */
export function isAddressOrRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
}

function contains(allowed: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ipaddr.isValid(allowed)) return ipaddr.process(allowed).toNormalizedString() === address.toNormalizedString()
  if (!ipaddr.isValidCIDR(allowed)) return false
  const [network, prefix] = ipaddr.parseCIDR(allowed)
  return network.kind() === address.kind() && address.match(network, prefix)
}
