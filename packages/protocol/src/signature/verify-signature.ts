import type { Charset } from '../bytes/charset.ts'
import { encodeGbk } from '../bytes/gbk.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { type BlankPolicy, baseString } from './base-string.ts'
import { type SignMethod, sign, signMethodOf } from './sign.ts'

/**
 * Whether `sign` matches the parameters under the secret, for any treatment of blank values
 * (docs/reference/top-protocol.md, 1.4). The signature is case-insensitive; the comparison takes constant time. False
 * for an absent signature or an unknown sign method.
 * @param call.body the raw body of calls whose body is not parameters (batch, JSON)
 * @param call.charset of the signed bytes; default UTF-8. A text that GBK lacks characters of has no GBK signature
 */
export function verifySignature(
  call: Readonly<{ parameters: Parameters; secret: string; body?: string | undefined; charset?: Charset | undefined }>,
): boolean {
  const method = signMethodOf(call.parameters)
  const given = call.parameters.get('sign')
  if (method === undefined || given === undefined) return false
  const body = call.body ?? ''
  const signText = call.charset === 'gbk' ? signGbk : sign
  return blankPolicies(call.parameters).some((blank) => {
    const expected = signText(method, call.secret, baseString(call.parameters, { blank, body }))
    return expected !== undefined && isSameHex(given, expected)
  })
}

function signGbk(method: SignMethod, secret: string, base: string): string | undefined {
  const bytes = encodeGbk(base)
  return bytes === undefined ? undefined : sign(method, secret, bytes)
}

/** The policies that lead to different base strings. */
function blankPolicies(parameters: Parameters): readonly BlankPolicy[] {
  let hasEmpty = false
  let hasWhitespace = false
  for (const value of parameters.values()) {
    if (value === '') hasEmpty = true
    else if (value.trim() === '') hasWhitespace = true
  }
  if (!hasEmpty && !hasWhitespace) return ['signed']
  return hasEmpty && hasWhitespace ? ['signed', 'skipped', 'empty-skipped'] : ['signed', 'skipped']
}

/** Accepts ASCII hex only, since `toUpperCase` also turns other characters into it: `ﬀ` becomes `FF`. */
function isSameHex(given: string, expected: string): boolean {
  if (given.length !== expected.length || !/^[0-9a-fA-F]*$/.test(given)) return false
  const upper = given.toUpperCase()
  let difference = 0
  for (let index = 0; index < expected.length; index++) {
    difference |= upper.charCodeAt(index) ^ expected.charCodeAt(index)
  }
  return difference === 0
}
