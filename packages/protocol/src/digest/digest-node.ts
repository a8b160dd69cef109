import { hash } from 'node:crypto'

export type DigestAlgorithm = 'md5' | 'sha256'

/**
 * Digest of a text (as UTF-8, lone surrogates as U+FFFD) or of bytes, in lower-case hex.
 * The one-shot `hash` costs a tenth of a `createHash` object.
 */
export function digestHex(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  return hash(algorithm, data, 'hex')
}

/** Digest of bytes, one character (U+0000 to U+00FF) a byte: a string costs Node half of what a buffer does. */
export function digestBinary(algorithm: DigestAlgorithm, data: Uint8Array): string {
  return hash(algorithm, data, 'binary')
}
