import { digestHex } from '#digest'
import type { Parameters } from '../parameters/parameters.ts'
import { baseString } from './base-string.ts'
import { hmacHex } from './hmac.ts'

/** How a call is signed. `md5-prefix` is the method of a call without `sign_method`: MD5 of secret and base string. */
export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256' | 'md5-prefix'

/**
 * The sign method that a call names, case-insensitively; `md5-prefix` if absent or blank
 * (docs/reference/top-protocol.md, 2).
 * @returns undefined for an unknown name
 */
export function signMethodOf(parameters: Parameters): SignMethod | undefined {
  const name = parameters.get('sign_method') ?? ''
  switch (name.toLowerCase()) {
    case 'md5':
      return 'md5'
    case 'hmac':
      return 'hmac'
    case 'hmac-sha256':
      return 'hmac-sha256'
    default:
      return name.trim() === '' ? 'md5-prefix' : undefined
  }
}

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

/**
 * Signs the parameters of a call: returns them with `sign_method` and `sign`. `md5-prefix` adds no `sign_method`.
 * @param call.body the raw body of calls whose body is not parameters (batch)
 */
export function signParameters(
  call: Readonly<{
    parameters: Readonly<Record<string, string>>
    secret: string
    method: SignMethod
    body?: string
  }>,
): Record<string, string> {
  const { sign_method: _method, sign: _sign, ...own } = call.parameters
  const unsigned: Record<string, string> = call.method === 'md5-prefix' ? own : { ...own, sign_method: call.method }
  const base = baseString(new Map(Object.entries(unsigned)), { blank: 'signed', body: call.body ?? '' })
  return { ...unsigned, sign: sign(call.method, call.secret, base) }
}
