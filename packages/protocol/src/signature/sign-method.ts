import type { Parameters } from '../parameters/parameters.ts'

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
