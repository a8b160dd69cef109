import { hash } from 'node:crypto'
import type { AppGrants, Text } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import type { CallingOperator, SignedCall, SignKnown, SignReused } from '#methods/method'

/** An app as far as the gateway needs to know it. */
export type CallingApp = Readonly<{
  appKey: string
  /** The newest secret. */
  appSecret: string
  /** Epoch milliseconds; when the newest secret was set. */
  secretSetAtMs: number
  /** The secret before it, accepted until `endsAtMs` (epoch milliseconds); without that until it is retired. */
  oldSecret: Readonly<{ text: string; endsAtMs: number | undefined }> | undefined
  isEnabled: boolean
  /** Sellers it acts for, at least one. */
  sellerIds: readonly string[]
  /** Addresses and CIDR ranges; empty: from anywhere. */
  allowedIps: readonly string[]
  grants: AppGrants
  /** How its bodies, signatures and answers are encoded. */
  charset: 'utf-8' | 'gbk'
  /** Language of `sub_msg` and `error_msg`; undefined: Chinese. */
  language: keyof Text | undefined
  /** Whether phones in its answers are masked; undefined: as its preset says. */
  masksPhones: boolean | undefined
  /** Phones shown to it in full, of one seller in an hour, beyond which an alarm is raised; 0: none is; undefined: the default. */
  fullPhonesPerHour: number | undefined
  /** Set for an operator at the console, who calls like an app of one seller with the key `operator:NAME`. */
  operator?: CallingOperator | undefined
  callsPerDay: number | undefined
  callsPerSecond: number | undefined
}>

/** How events name a caller. */
export function actorOf({ appKey, operator }: Pick<CallingApp, 'appKey' | 'operator'>): string {
  return operator === undefined ? `app:${appKey}` : `operator:${operator.name}`
}

type CallingSession = Readonly<{ appKey: string; sellerId: string; expiresAtMs: number }>

/** Apps and sessions. Asked for every call, so answers come from memory and may be a second old. */
export interface CallerDirectory {
  findApp(appKey: string): Promise<CallingApp | undefined>
  findSession(token: string): Promise<CallingSession | undefined>
}

type NamingCall = Readonly<{ app: Pick<CallingApp, 'appSecret' | 'oldSecret'>; parameters: Parameters }>

/**
 * The name of an ignored member for the log.
 * @param name as errors show it
 * @returns the name, or `…` if it holds a secret of the app or the session of the call
 */
export function ignoredName(name: string, { app, parameters }: NamingCall): string {
  const secrets = [app.appSecret, app.oldSecret?.text, parameters.get('session')?.trim()]
  return secrets.some((secret) => secret && name.includes(secret)) ? '…' : name
}

type VerifiedCall = Readonly<{
  /** The endpoint, whatever the spelling of its path. */
  entrance: 'rest' | 'batch' | 'upload'
  app: CallingApp
  /** Those that are signed, and `sign`. */
  parameters: Parameters
  body?: Uint8Array | string | undefined
  separator?: string | undefined
}>

/**
 * The signature of a call and the digest of everything that was received with it. A base string has no separators
 * (docs/reference/top-protocol.md, 2), so one signature fits several calls; the digest includes lengths, so it differs for each.
 * @returns a function that computes it once, for the calls that write
 */
export function signedCallOf(call: VerifiedCall): () => SignedCall {
  let made: SignedCall | undefined
  return () => {
    made ??= makeSignedCall(call)
    return made
  }
}

function makeSignedCall(call: VerifiedCall): SignedCall {
  const { app, parameters, separator = '' } = call
  const sign = `${app.appKey}\0${(parameters.get('sign') ?? '').toUpperCase()}`
  const body = call.body === undefined ? '' : hash('sha256', call.body, 'hex')
  let text = `${sign}\0${call.entrance} ${body} ${separator.length}:${separator}`
  for (const name of [...parameters.keys()].sort()) {
    const value = parameters.get(name) ?? ''
    if (name !== 'sign') text += `${name.length}:${name}${value.length}:${value}`
  }
  return {
    signDigest: shortDigest(sign),
    // It covers the signature, which the store does not contain, so a phone cannot be found by trying.
    callDigest: shortDigest(text),
    homeSellerId: call.entrance === 'batch' && app.sellerIds.length > 1 ? homeSellerOf(app) : undefined,
  }
}

/** Made from a binary text, which costs a third of a buffer. */
function shortDigest(text: string): Uint8Array {
  return Buffer.from(hash('sha256', text, 'binary').slice(0, 16), 'latin1')
}

/** The seller under which a signature is recorded while no other is known: the same for every way to cut the call. */
export function homeSellerOf({ sellerIds }: CallingApp): string {
  return sellerIds.toSorted()[0] ?? ''
}

/** Records the signature of a write that was refused before it reached the store. */
export type RememberSign = (
  call: Readonly<{ sellerId: string; nowMs: number; sign?: SignedCall | undefined }>,
) => Promise<SignKnown | SignReused>
