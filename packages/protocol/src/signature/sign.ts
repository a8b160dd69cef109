import { digestHex } from '#digest'
import { hmacHex } from './hmac.ts'
import type { SignMethod } from './sign-method.ts'

/**
 * Signs a base string with the app's secret.
 * @param base a text, signed as UTF-8, or bytes in any charset
 * @returns upper-case hex: 64 characters for hmac-sha256, otherwise 32
 */
export function sign(method: SignMethod, secret: string, base: string | Uint8Array): string {
  return signatureHex(method, secret, base).toUpperCase()
}

function signatureHex(method: SignMethod, secret: string, base: string | Uint8Array): string {
  switch (method) {
    case 'md5':
      return digestHex('md5', joined(secret, base, secret))
    case 'md5-prefix':
      return digestHex('md5', joined(secret, base, ''))
    case 'hmac':
      return hmacHex('md5', secret, base)
    case 'hmac-sha256':
      return hmacHex('sha256', secret, base)
  }
}

function joined(before: string, base: string | Uint8Array, after: string): string | Uint8Array {
  if (typeof base === 'string') return before + base + after
  const start = encoder.encode(before)
  const end = encoder.encode(after)
  const bytes = new Uint8Array(start.length + base.length + end.length)
  bytes.set(start)
  bytes.set(base, start.length)
  bytes.set(end, start.length + base.length)
  return bytes
}

const encoder = new TextEncoder()
