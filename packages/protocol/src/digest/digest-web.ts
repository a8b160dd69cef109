import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

export type DigestAlgorithm = 'md5' | 'sha256'

const encoder = new TextEncoder()

/**
 * The digest of a text (as UTF-8, lone surrogates as U+FFFD) or of bytes, in lower-case hex.
 * A library, since Web Crypto lacks MD5 and is asynchronous.
 */
export function digestHex(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  return bytesToHex(digest(algorithm, typeof data === 'string' ? encoder.encode(data) : data))
}

/** The digest of bytes as a string of one character (U+0000 to U+00FF) per byte. */
export function digestBinary(algorithm: DigestAlgorithm, data: Uint8Array): string {
  return String.fromCharCode(...digest(algorithm, data))
}

function digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array {
  return algorithm === 'md5' ? md5(data) : sha256(data)
}
