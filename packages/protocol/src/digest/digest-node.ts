import { hash } from 'node:crypto'

export type DigestAlgorithm = 'md5' | 'sha256'

/**
 * The digest of a text (as UTF-8, lone surrogates as U+FFFD) or of bytes, in lower-case hex.
 * The one-shot `hash` takes a tenth of the time of a `createHash` object.
 */
export function digestHex(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  return hash(algorithm, data, 'hex')
}

/**
 * The digest of bytes as a string of one character (U+0000 to U+00FF) per byte, which costs half as much as a Buffer.
 */
export function digestBinary(algorithm: DigestAlgorithm, data: Uint8Array): string {
  return hash(algorithm, data, 'binary')
}
