import type { Charset } from '../bytes/charset.ts'
import { encodeGbk } from '../bytes/gbk.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { type BlankPolicy, baseString } from './base-string.ts'
import { sign } from './sign.ts'
import { signBytes } from './sign-bytes.ts'
import { type SignMethod, signMethodOf } from './sign-method.ts'

/**
 * Whether `sign` fits the parameters under the secret, whichever way the caller treats blank values
 * (docs/reference/top-protocol.md, 1.4). Case of the signature does not matter; the comparison takes the same time
 * wherever the first difference is. False for an absent signature or an unknown sign method.
 * @param call.body raw body text, for calls whose body is signed as it stands (batch, JSON)
 * @param call.charset of the signed bytes; default UTF-8. What GBK cannot write has no GBK signature
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
  return bytes === undefined ? undefined : signBytes(method, secret, bytes)
}

/** Only the policies that lead to different base strings. */
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

/** ASCII alone, so that one signature has one spelling in upper case: `ﬀ` becomes `FF` there. */
function isSameHex(given: string, expected: string): boolean {
  if (given.length !== expected.length || !/^[0-9a-fA-F]*$/.test(given)) return false
  const upper = given.toUpperCase()
  let difference = 0
  for (let index = 0; index < expected.length; index++) {
    difference |= upper.charCodeAt(index) ^ expected.charCodeAt(index)
  }
  return difference === 0
}
