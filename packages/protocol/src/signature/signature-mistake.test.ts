import { describe, expect, it } from 'vitest'
import { gbkBytes } from '../encodings/charset.ts'
import { sign } from './signature.ts'
import { explainSignature, findSignatureMistake } from './signature-mistake.ts'

const secret = 'helloworld'
const parameters = {
  method: 'taobao.item.get',
  app_key: '12345678',
  timestamp: '2026-11-24 22:29:00',
  session: 'sess-1',
  v: '2.0',
  sign_method: 'md5',
  query_d_t_o: '{"channel":"线下门店"}',
  extra: ' A ',
} as const

const sorted = Object.entries(parameters).sort(([left], [right]) => (left < right ? -1 : 1))
const base = sorted.map((pair) => pair.join('')).join('')
const md5 = (text: string) => sign('md5', secret, text)

function explain(given: string, changes: Readonly<Record<string, string>> = {}, body?: string): string {
  const call = {
    parameters: new Map(Object.entries({ ...parameters, ...changes, sign: given })),
    secret,
    body,
  }
  return explainSignature(call, 'zh')
}

describe('names the mistake', () => {
  it.each([
    ['another digest', sign('hmac', secret, base), '签名是按 hmac 计算的'],
    [
      'another sign_method than the one signed',
      sign('hmac', secret, base.replace('sign_methodmd5', 'sign_methodhmac')),
      '签名时 sign_method 是 hmac，发送的却是 md5',
    ],
    ['the secret in front only', sign('md5-prefix', secret, base), '签名是按 缺省'],
    ['the secret at the end only', sign('md5-prefix', '', base + secret), '只加在了待签名串的末尾'],
    ['no secret', sign('md5-prefix', '', base), '没有加 AppSecret'],
    ['the session left out', md5(base.replace('sessionsess-1', '')), '漏了参数 session'],
    ['a business parameter left out', md5(base.replace('extra A ', '')), '漏了参数 extra'],
    [
      'parameters not sorted',
      md5(
        Object.entries(parameters)
          .map((pair) => pair.join(''))
          .join(''),
      ),
      '没有按名称排序',
    ],
    ['key=value joined by &', md5(sorted.map((pair) => pair.join('=')).join('&')), '不应有 = 和 &'],
    ['key=value', md5(sorted.map((pair) => pair.join('=')).join('')), '之间不应有 ='],
    ['values url-encoded', md5(sorted.map(([name, value]) => name + encodeURIComponent(value)).join('')), 'URL编码'],
    ['spaces dropped', md5(base.replaceAll(' ', '')), '空格被去掉了'],
    ['values trimmed', md5(base.replace(' A ', 'A')), '去掉了首尾空白'],
    ['lower case', md5(base.toLowerCase()), '转成了小写'],
    ['Base64', 'rL0Y20zC+Fzt72VPzMSk2A==', 'Base64'],
    ['too short', 'ABCDEF', '有6位'],
    ['a + sent as it is', md5(base.replace(' A ', '+A+')), '没有编码为 %2B'],
    ['the clock read twice', md5(base.replace('22:29:00', '22:29:01')), '签名用的 timestamp 是 2026-11-24 22:29:01'],
    ['JSON as Python writes it', md5(base.replace('":"', '": "')), 'JSON文本与发送的不同'],
    ['JSON in ASCII', md5(base.replace('线下门店', '\\u7ebf\\u4e0b\\u95e8\\u5e97')), 'JSON文本与发送的不同'],
    ['GBK', sign('md5', secret, gbkBytes(base) ?? new Uint8Array()), '按GBK编码计算'],
    ['a wrong secret', sign('md5', 'other', base), '请核对AppSecret'],
  ])('%s', (_name, given, expected) => {
    expect(explain(given)).toContain(expected)
  })

  it('only common parameters signed', () => {
    const common = sorted.filter(([name]) => name !== 'extra' && name !== 'query_d_t_o')
    expect(explain(md5(common.map((pair) => pair.join('')).join('')))).toContain('只有公共参数')
  })

  it('an unknown sign_method', () => {
    expect(explain('AB', { sign_method: 'crc32' })).toContain('sign_method 应为')
  })

  it('values encoded twice', () => {
    expect(explain(md5(base), { query_d_t_o: encodeURIComponent(parameters.query_d_t_o) })).toContain('编码了两次')
  })

  it('a secret pasted with white space', () => {
    const call = { parameters: new Map(Object.entries({ ...parameters, sign: md5(base) })), secret: `${secret} ` }
    expect(findSignatureMistake(call).message.zh).toContain('首尾有空白')
  })

  it('the body of a batch left out', () => {
    expect(explain(md5(base), {}, 'N\r\n-S-\r\nN')).toContain('请求体没有参与签名')
  })
})

it('shows the base string and never the secret', () => {
  const text = explain('00000000000000000000000000000000')
  expect(text).toContain(base)
  expect(text).not.toContain(secret)
})

it('returns the text that was signed instead of the base string', () => {
  const wrong = base.replace('sessionsess-1', '')
  const call = { parameters: new Map(Object.entries({ ...parameters, sign: md5(wrong) })), secret }
  expect(findSignatureMistake(call)).toEqual({
    message: { zh: '待签名串漏了参数 session', en: 'The parameter session was not signed' },
    signedText: wrong,
  })
})
