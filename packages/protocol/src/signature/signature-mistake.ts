import type { Text } from '@yaoquan/api'
import type { Charset } from '../bytes/charset.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { baseString } from './base-string.ts'
import { gbkBytes } from './gbk-bytes.ts'
import { sign } from './sign.ts'
import { signBytes } from './sign-bytes.ts'
import { type SignMethod, signMethodOf } from './sign-method.ts'
import { wrongBaseStrings } from './wrong-base-strings.ts'

/** A call whose signature did not fit. */
export type UnfitCall = Readonly<{
  parameters: Parameters
  secret: string
  body?: string | undefined
  /** In which it should have been signed; default UTF-8. */
  charset?: Charset | undefined
}>

/** What the caller did wrong. */
export type SignatureMistake = Readonly<{
  says: Text
  /** The text that gives the signature in question, without the secret, where it is another than the right one. */
  signedText?: string
}>

/** A long call is compared with fewer mistakes: looking for them must not cost more than a few calls. */
const maxSignedCharacters = 2_000_000

/**
 * Finds why a signature does not fit by signing the call the wrong ways that callers are known to.
 * @returns the first mistake that leads to the given `sign`, else what can be said of its form, else the advice to compare
 */
export function findSignatureMistake({
  parameters,
  secret,
  body = '',
  charset = 'utf-8',
}: UnfitCall): SignatureMistake {
  const method = signMethodOf(parameters)
  if (method === undefined) return unknownMethod
  const given = (parameters.get('sign') ?? '').trim().toUpperCase()
  const base = baseString(parameters, { blank: 'signed', body })
  let signedCharacters = 0
  for (const { sign: wrongSign, ...mistake } of suspectsOf({ parameters, body, method, secret, charset }, base)) {
    if (wrongSign === given) return mistake
    signedCharacters += base.length
    if (signedCharacters > maxSignedCharacters) break
  }
  return mistakeOfForm(given, method)
}

const unknownMethod: SignatureMistake = {
  says: {
    zh: 'sign_method 应为 md5、hmac 或 hmac-sha256',
    en: 'sign_method must be md5, hmac or hmac-sha256',
  },
}

function mistakeOfForm(given: string, method: SignMethod): SignatureMistake {
  const length = method === 'hmac-sha256' ? 64 : 32
  if (!/^[0-9A-F]*$/.test(given)) {
    return {
      says: {
        zh: `sign 应为十六进制字符（${length}位），不是Base64`,
        en: `sign must be ${length} hexadecimal characters, not Base64`,
      },
    }
  }
  if (given.length !== length) {
    return {
      says: {
        zh: `sign 有${given.length}位，${nameOf(method).zh} 应为${length}位`,
        en: `sign has ${given.length} characters; ${nameOf(method).en} gives ${length}`,
      },
    }
  }
  return {
    says: {
      zh: '不是已知的常见错误：请核对AppSecret，并逐字比较待签名串（UTF-8编码，不是GBK）',
      en: 'None of the known mistakes: check the secret, and compare the base strings character by character (UTF-8, not GBK)',
    },
  }
}

type Signed = Readonly<{
  parameters: Parameters
  body: string
  method: SignMethod
  secret: string
  charset: Charset
}>

type Suspect = SignatureMistake & Readonly<{ sign: string }>

function* suspectsOf(call: Signed, base: string): Generator<Suspect, void, undefined> {
  const { method, secret, charset } = call
  if (charset === 'gbk') yield { says: utf8Signed, sign: sign(method, secret, base) }
  for (const other of ['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const) {
    if (other !== method) yield { says: otherDigest(other, method), sign: sign(other, secret, base) }
  }
  for (const other of ['md5', 'hmac', 'hmac-sha256'] as const) {
    if (other === method) continue
    const text = baseString(new Map([...call.parameters, ['sign_method', other]]), { blank: 'signed', body: call.body })
    yield { says: otherName(other, method), signedText: text, sign: sign(other, secret, text) }
  }
  yield { says: secretLast, sign: sign('md5-prefix', '', base + secret) }
  yield { says: noSecret, sign: sign('md5-prefix', '', base) }
  if (secret.trim() !== secret) yield { says: secretWithBlanks, sign: sign(method, secret.trim(), base) }
  for (const { says, text } of wrongBaseStrings(call)) {
    if (text !== base) yield { says, signedText: text, sign: sign(method, secret, text) }
  }
  const bytes = charset === 'gbk' ? undefined : gbkBytes(base)
  if (bytes !== undefined) yield { says: gbkSigned, sign: signBytes(method, secret, bytes) }
}

function otherDigest(other: SignMethod, method: SignMethod): Text {
  return {
    zh: `签名是按 ${nameOf(other).zh} 计算的，而 sign_method 表示 ${nameOf(method).zh}`,
    en: `The sign was computed as ${nameOf(other).en}, but sign_method says ${nameOf(method).en}`,
  }
}

function otherName(other: SignMethod, method: SignMethod): Text {
  return {
    zh: `签名时 sign_method 是 ${nameOf(other).zh}，发送的却是 ${nameOf(method).zh}`,
    en: `The call was signed with sign_method ${nameOf(other).en} but sent with ${nameOf(method).en}`,
  }
}

const utf8Signed: Text = {
  zh: '应用设为GBK，签名却是按UTF-8计算的：请求、签名与应答都应为GBK，或把应用改为UTF-8',
  en: 'The app is set to GBK, but the call was signed in UTF-8: body, signature and answer must be GBK, or set the app to UTF-8',
}

const secretLast: Text = {
  zh: 'AppSecret 只加在了待签名串的末尾，MD5 应在首尾都加',
  en: 'The secret stands at the end only; MD5 takes it in front and at the end',
}

const noSecret: Text = { zh: '待签名串没有加 AppSecret', en: 'The secret was left out' }

const secretWithBlanks: Text = {
  zh: '这里填写的 AppSecret 首尾有空白，调用方签名时没有',
  en: 'The secret given here has white space around it, the one that signed had none',
}

const gbkSigned: Text = {
  zh: '待签名串是按GBK编码计算的，应为UTF-8（Java: getBytes("UTF-8")；C#: Encoding.UTF8）',
  en: 'The base string was signed as GBK bytes; it must be UTF-8',
}

function nameOf(method: SignMethod): Text {
  if (method !== 'md5-prefix') return { zh: method, en: method }
  return {
    zh: '缺省（不传sign_method: MD5，AppSecret只在前）',
    en: 'the default (no sign_method: MD5 with the secret in front)',
  }
}
