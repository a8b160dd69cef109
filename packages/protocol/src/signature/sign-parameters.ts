import { baseString } from './base-string.ts'
import { sign } from './sign.ts'
import type { SignMethod } from './sign-method.ts'

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
