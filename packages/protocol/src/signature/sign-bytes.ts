import { digestHex } from '#digest'
import { hmacHex } from './hmac.ts'
import type { SignMethod } from './sign-method.ts'

const encoder = new TextEncoder()

/** As `sign`, of a base string that is given as bytes, in whatever encoding. */
export function signBytes(method: SignMethod, secret: string, base: Uint8Array): string {
  return signatureHex(method, secret, base).toUpperCase()
}

function signatureHex(method: SignMethod, secret: string, base: Uint8Array): string {
  const key = encoder.encode(secret)
  switch (method) {
    case 'md5':
      return digestHex('md5', joined(key, base, key))
    case 'md5-prefix':
      return digestHex('md5', joined(key, base))
    case 'hmac':
      return hmacHex('md5', secret, base)
    case 'hmac-sha256':
      return hmacHex('sha256', secret, base)
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
