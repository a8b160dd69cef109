import { baseString } from './base-string.ts'
import { sign } from './sign.ts'
import type { SignMethod } from './sign-method.ts'

/**
 * For callers: the parameters with `sign_method` and `sign` added, ready to be sent as they are.
 * `md5-prefix` sends no `sign_method`.
 * @param call.body raw body text, for calls whose body is signed as it stands (batch)
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
