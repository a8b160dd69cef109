import { digestHex } from '#digest'
import { type Charset, encodeGbk } from '../encodings/charset.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { hmacHex } from './hmac.ts'

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

/**
 * Which blank parameters the base string includes: all (`signed`), none (`skipped`), or only those of white space
 * (`empty-skipped`). SDKs differ (docs/reference/top-protocol.md, 1.4).
 */
export type BlankPolicy = 'signed' | 'skipped' | 'empty-skipped'

/**
 * The text that a signature covers (docs/reference/top-protocol.md, 2): name and value of every parameter except
 * `sign`, sorted by name in byte order and joined without separators, followed by the raw body of calls whose body is
 * not parameters.
 */
export function baseString(parameters: Parameters, options: Readonly<{ blank: BlankPolicy; body?: string }>): string {
  let text = ''
  for (const name of sortByBytes([...parameters.keys()])) {
    const value = parameters.get(name) ?? ''
    if (name !== 'sign' && isSigned(value, options.blank)) text += name + value
  }
  return text + (options.body ?? '')
}

function isSigned(value: string, policy: BlankPolicy): boolean {
  if (policy === 'signed') return true
  return policy === 'skipped' ? value.trim() !== '' : value !== ''
}

/**
 * Sorts texts by their UTF-8 bytes, in place. JavaScript sorts by UTF-16 units, which differs only where a character
 * above U+FFFF is compared with one from U+E000 to U+FFFF.
 */
function sortByBytes(texts: string[]): string[] {
  return texts.some((text) => surrogateOrAbove.test(text)) ? texts.sort(compareBytes) : texts.sort()
}

function compareBytes(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Orders surrogates, which encode the highest code points, above all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

const surrogateOrAbove = /[\ud800-\uffff]/
