import { hash } from 'node:crypto'
import type { Parameters } from '@yaoquan/protocol'
import type { SignedCall, SignKnown, SignReused } from '#methods/method'
import type { CallingApp } from './callers.ts'

export type VerifiedCall = Readonly<{
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
