import type { Parameters } from '../parameters/parameters.ts'
import { baseString } from './base-string.ts'
import { sign } from './sign.ts'
import { type SignMethod, signMethodOf } from './sign-method.ts'

/** A call whose signature did not fit. */
export type UnfitCall = Readonly<{ parameters: Parameters; secret: string; body?: string | undefined }>

/**
 * Why a signature does not fit, found by signing the call the wrong ways that callers are known to; for the sandbox and
 * tools only, since it shows what was signed (decisions, "Signature").
 * @returns a sentence in Chinese, then the base string without the secret
 */
export function explainSignature(call: UnfitCall): string {
  const base = baseString(call.parameters, { blank: 'signed', body: call.body ?? '' })
  return `${mistakeOf(call, base)}。服务端待签名串（不含AppSecret）: ${base}`
}

/** A long call is compared with fewer mistakes: looking for them must not cost more than a few calls. */
const maxSignedCharacters = 2_000_000

type Mistake = Readonly<{ says: string; sign: string }>

type Signed = Readonly<{ parameters: Parameters; body: string; method: SignMethod; secret: string }>

function mistakeOf({ parameters, secret, body = '' }: UnfitCall, base: string): string {
  const method = signMethodOf(parameters)
  if (method === undefined) return 'sign_method 应为 md5、hmac 或 hmac-sha256'
  const given = (parameters.get('sign') ?? '').trim().toUpperCase()
  let signedCharacters = 0
  for (const mistake of suspectsOf({ parameters, body, method, secret }, base)) {
    if (mistake.sign === given) return mistake.says
    signedCharacters += base.length
    if (signedCharacters > maxSignedCharacters) break
  }
  const length = method === 'hmac-sha256' ? 64 : 32
  if (!/^[0-9A-F]*$/.test(given)) return `sign 应为十六进制字符（${length}位），不是Base64`
  if (given.length !== length) return `sign 有${given.length}位，${nameOf(method)} 应为${length}位`
  return '不是已知的常见错误：请核对AppSecret，并逐字比较待签名串（UTF-8编码，不是GBK）'
}

function* suspectsOf(call: Signed, base: string): Generator<Mistake, void, undefined> {
  const { method, secret } = call
  for (const other of ['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const) {
    if (other === method) continue
    const says = `签名是按 ${nameOf(other)} 计算的，而 sign_method 表示 ${nameOf(method)}`
    yield { says, sign: sign(other, secret, base) }
  }
  yield { says: 'AppSecret 只加在了待签名串的末尾，MD5 应在首尾都加', sign: sign('md5-prefix', '', base + secret) }
  yield { says: '待签名串没有加 AppSecret', sign: sign('md5-prefix', '', base) }
  for (const { says, text } of wrongJoins(call)) yield { says, sign: sign(method, secret, text) }
}

type WrongBase = Readonly<{ says: string; text: string }>

function* wrongJoins({ parameters, body }: Signed): Generator<WrongBase, void, undefined> {
  const signed = [...parameters].filter(([name]) => name !== 'sign')
  const sorted = [...signed].sort(([left], [right]) => (left < right ? -1 : 1))
  const join = (pairs: typeof signed) => pairs.map(([name, value]) => name + value).join('') + body
  const mapped = (change: (value: string) => string) => join(sorted.map(([name, value]) => [name, change(value)]))
  yield { says: '参数没有按名称排序', text: join(signed) }
  yield { says: '参数之间不应有 = 和 &', text: sorted.map((pair) => pair.join('=')).join('&') + body }
  yield { says: '参数名与值之间不应有 =', text: sorted.map((pair) => pair.join('=')).join('') + body }
  yield { says: '参数之间不应有 &', text: sorted.map((pair) => pair.join('')).join('&') + body }
  yield { says: '待签名串中的值不应做URL编码', text: mapped((value) => encodeURIComponent(value.toWellFormed())) }
  yield { says: '待签名串中的值不应做URL编码', text: mapped(formEncoded) }
  yield { says: '待签名串中的空格被去掉了', text: mapped((value) => value.replaceAll(' ', '')) }
  yield { says: '待签名串中的值被去掉了首尾空白', text: mapped((value) => value.trim()) }
  yield { says: '待签名串被转成了小写', text: join(sorted).toLowerCase() }
  if (body !== '') yield { says: '批量调用的请求体没有参与签名', text: join(sorted).slice(0, -body.length) }
  const common = sorted.filter(([name]) => commonParameters.has(name))
  yield { says: '只有公共参数参与了签名，业务参数也必须参与', text: join(common) }
  for (const [name] of sorted) {
    yield { says: `待签名串漏了参数 ${name}`, text: join(sorted.filter(([other]) => other !== name)) }
  }
}

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice('v='.length)
}

const commonParameters = new Set([
  'method',
  'app_key',
  'session',
  'timestamp',
  'v',
  'sign_method',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
])

function nameOf(method: SignMethod): string {
  return method === 'md5-prefix' ? '缺省（不传sign_method: MD5，AppSecret只在前）' : method
}
