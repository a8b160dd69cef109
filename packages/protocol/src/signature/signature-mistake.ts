import type { Text } from '@yaoquan/api'
import { type Charset, gbkBytes } from '../encodings/charset.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { baseString, type SignMethod, sign, signMethodOf } from './signature.ts'
import { wrongBaseStrings } from './wrong-base-strings.ts'

/** A call whose signature does not match. */
export type WronglySignedCall = Readonly<{
  parameters: Parameters
  secret: string
  body?: string | undefined
  /** The charset of the app; default UTF-8. */
  charset?: Charset | undefined
}>

/** A mistake of the caller. */
export type SignatureMistake = Readonly<{
  message: Text
  /** The text that was signed instead of the base string, without the secret; absent if the base string is right. */
  signedText?: string
}>

/**
 * Explains why a signature does not match. For the sandbox and tools only, since the text contains the signed
 * parameters (docs/reference/decisions.md, "Signature").
 * @returns a sentence, then the base string without the secret
 */
export function explainSignature(call: WronglySignedCall, language: keyof Text): string {
  const base = baseString(call.parameters, { blank: 'signed', body: call.body ?? '' })
  const message = findSignatureMistake(call).message[language]
  return language === 'zh'
    ? `${message}。服务端待签名串（不含AppSecret）: ${base}`
    : `${message}. The server's base string, without the secret: ${base}`
}

/** The search stops after this many signed characters, so that it costs no more than a few long calls. */
const maxSignedCharacters = 2_000_000

/**
 * Finds why a signature does not match, by signing the call with each known mistake.
 * @returns the first mistake that results in the given `sign`; else a fault of its form; else the advice to compare
 */
export function findSignatureMistake({
  parameters,
  secret,
  body = '',
  charset = 'utf-8',
}: WronglySignedCall): SignatureMistake {
  const method = signMethodOf(parameters)
  if (method === undefined) return { message: unknownMethod }
  const given = (parameters.get('sign') ?? '').trim().toUpperCase()
  const base = baseString(parameters, { blank: 'signed', body })
  let signedCharacters = 0
  for (const { sign: wrongSign, ...mistake } of knownMistakes({ parameters, body, method, secret, charset }, base)) {
    if (wrongSign === given) return mistake
    signedCharacters += base.length
    if (signedCharacters > maxSignedCharacters) break
  }
  return { message: formMistake(given, method) }
}

const unknownMethod: Text = {
  zh: 'sign_method 应为 md5、hmac 或 hmac-sha256',
  en: 'sign_method must be md5, hmac or hmac-sha256',
}

function formMistake(given: string, method: SignMethod): Text {
  const length = method === 'hmac-sha256' ? 64 : 32
  if (!/^[0-9A-F]*$/.test(given)) {
    return {
      zh: `sign 应为十六进制字符（${length}位），不是Base64`,
      en: `sign must be ${length} hexadecimal characters, not Base64`,
    }
  }
  if (given.length !== length) {
    return {
      zh: `sign 有${given.length}位，${nameOf(method).zh} 应为${length}位`,
      en: `sign has ${given.length} characters; ${nameOf(method).en} requires ${length}`,
    }
  }
  return {
    zh: '不是已知的常见错误：请核对AppSecret，并逐字比较待签名串（UTF-8编码，不是GBK）',
    en: 'Not a known mistake: check the secret, and compare the base strings character by character (UTF-8, not GBK)',
  }
}

type Signed = Readonly<{
  parameters: Parameters
  body: string
  method: SignMethod
  secret: string
  charset: Charset
}>

type SignedMistake = SignatureMistake & Readonly<{ sign: string }>

function* knownMistakes(call: Signed, base: string): Generator<SignedMistake, void, undefined> {
  const { method, secret, charset } = call
  if (charset === 'gbk') yield { message: utf8Signed, sign: sign(method, secret, base) }
  for (const other of ['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const) {
    if (other !== method) yield { message: otherMethodComputed(other, method), sign: sign(other, secret, base) }
  }
  for (const other of ['md5', 'hmac', 'hmac-sha256'] as const) {
    if (other === method) continue
    const text = baseString(new Map([...call.parameters, ['sign_method', other]]), { blank: 'signed', body: call.body })
    yield { message: otherMethodNamed(other, method), signedText: text, sign: sign(other, secret, text) }
  }
  yield { message: secretLast, sign: sign('md5-prefix', '', base + secret) }
  yield { message: noSecret, sign: sign('md5-prefix', '', base) }
  for (const [blank, message] of callersBlanks) {
    for (const text of [secret + blank, blank + secret]) yield { message, sign: sign(method, text, base) }
  }
  if (secret.trim() !== secret) yield { message: secretWithBlanks, sign: sign(method, secret.trim(), base) }
  for (const { message, text } of wrongBaseStrings(call)) {
    if (text !== base) yield { message, signedText: text, sign: sign(method, secret, text) }
  }
  const bytes = charset === 'gbk' ? undefined : gbkBytes(base)
  if (bytes !== undefined) yield { message: gbkSigned, sign: sign(method, secret, bytes) }
}

function otherMethodComputed(other: SignMethod, method: SignMethod): Text {
  return {
    zh: `签名是按 ${nameOf(other).zh} 计算的，而 sign_method 表示 ${nameOf(method).zh}`,
    en: `The sign was computed as ${nameOf(other).en}, but sign_method says ${nameOf(method).en}`,
  }
}

function otherMethodNamed(other: SignMethod, method: SignMethod): Text {
  return {
    zh: `签名时 sign_method 是 ${nameOf(other).zh}，发送的却是 ${nameOf(method).zh}`,
    en: `The call was signed with sign_method ${nameOf(other).en} but sent with ${nameOf(method).en}`,
  }
}

const utf8Signed: Text = {
  zh: '应用设为GBK，签名却是按UTF-8计算的：请求、签名与响应都应为GBK，或把应用改为UTF-8',
  en: 'The app is set to GBK, but the call was signed in UTF-8: request, signature and answer must be GBK, or set the app to UTF-8',
}

const secretLast: Text = {
  zh: 'AppSecret 只加在了待签名串的末尾，MD5 应在首尾都加',
  en: 'The secret was added at the end only; MD5 requires it at both ends',
}

const noSecret: Text = { zh: '待签名串没有加 AppSecret', en: 'The secret was not added to the base string' }

const callersBlanks = [
  [
    ' ',
    { zh: '调用方的 AppSecret 首尾多了一个空格', en: "The caller's secret has a space too many at its start or end" },
  ],
  [
    '\n',
    {
      zh: '调用方的 AppSecret 首尾多了一个换行',
      en: "The caller's secret has a line break too many at its start or end",
    },
  ],
  [
    '\r\n',
    {
      zh: '调用方的 AppSecret 首尾多了一个换行',
      en: "The caller's secret has a line break too many at its start or end",
    },
  ],
  [
    '\t',
    { zh: '调用方的 AppSecret 首尾多了一个制表符', en: "The caller's secret has a tab too many at its start or end" },
  ],
] as const satisfies readonly (readonly [blank: string, message: Text])[]

const secretWithBlanks: Text = {
  zh: '这里填写的 AppSecret 首尾有空白，调用方签名时没有',
  en: 'The secret entered here has white space around it; the caller signed without it',
}

const gbkSigned: Text = {
  zh: '待签名串是按GBK编码计算的，应为UTF-8（Java: getBytes("UTF-8")；C#: Encoding.UTF8）',
  en: 'The base string was signed as GBK; it must be UTF-8 (Java: getBytes("UTF-8"); C#: Encoding.UTF8)',
}

function nameOf(method: SignMethod): Text {
  if (method !== 'md5-prefix') return { zh: method, en: method }
  return {
    zh: '缺省（不传sign_method: MD5，AppSecret只在前）',
    en: 'the default (no sign_method: MD5 with the secret in front only)',
  }
}
