import { digestHex } from '#digest'
import { hmacHex } from './hmac.ts'
import type { SignMethod } from './sign-method.ts'

/** Signature of a base string under the app's secret, in upper-case hex: 32 characters, 64 for hmac-sha256. */
export function sign(method: SignMethod, secret: string, base: string): string {
  return signatureHex(method, secret, base).toUpperCase()
}

function signatureHex(method: SignMethod, secret: string, base: string): string {
  switch (method) {
    case 'md5':
      return digestHex('md5', secret + base + secret)
    case 'md5-prefix':
      return digestHex('md5', secret + base)
    case 'hmac':
      return hmacHex('md5', secret, base)
    case 'hmac-sha256':
      return hmacHex('sha256', secret, base)
  }
}
