import { hash } from 'node:crypto'

export type DigestAlgorithm = 'md5' | 'sha256'

/**
 * Digest of a text (as UTF-8, lone surrogates as U+FFFD) or of bytes, in lower-case hex.
 * The one-shot `hash` costs a tenth of a `createHash` object.
 */
export function digestHex(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  return hash(algorithm, data, 'hex')
}

/** Digest of bytes, as bytes. */
export function digestBytes(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array {
  return hash(algorithm, data, 'buffer')
}
