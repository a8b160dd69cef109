import { baseString, sign, signParameters } from '@yaoquan/protocol'
import { describe, expect, it } from 'vitest'
import { type Diagnosis, diagnoseSignature, type Known } from './diagnose-signature.ts'
import { readPastedRequest } from './read-pasted-request.ts'

const secret = 'helloworld'
const nowMs = Date.parse('2026-11-24T22:29:00+08:00')
const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

const parameters = {
  method: querycoupon,
  app_key: '12345678',
  timestamp: '2026-11-24 22:29:00',
  v: '2.0',
  format: 'json',
  query_d_t_o: '{"page_size":10,"page_num":1,"channel":"线下门店"}',
}
const signed = signParameters({ parameters, secret, method: 'md5' })

function diagnose(text: string, known: Partial<Known> = {}): Diagnosis {
  return diagnoseSignature(readPastedRequest(text), { secret, ownBase: '', nowMs, ...known })
}

function bodyOf(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const values = Object.entries({ ...signed, ...changes }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  return new URLSearchParams(values).toString()
}

const said = ({ remarks }: Diagnosis) => remarks.map(({ message }) => message.zh).join('\n')

it('has no objection to a valid request', () => {
  const found = diagnose(bodyOf())
  expect(found).toMatchObject({ verdict: 'valid', receivedSign: signed['sign'], difference: undefined })
  expect(found.remarks.map(({ level }) => level)).toEqual(['fine', 'fine'])
})

it('returns base string and expected sign of an unsigned request', () => {
  const found = diagnose(bodyOf({ sign: undefined }))
  expect(found).toMatchObject({ verdict: 'unsigned', expectedSign: signed['sign'] })
  expect(found.base).toBe(baseString(new Map(Object.entries(signed)), { blank: 'signed' }))
  expect(said(found)).toContain('缺少 sign（错误码 24）')
})

it('chooses the reading with a valid signature, encoded or decoded', () => {
  const plus = signParameters({ parameters: { ...parameters, note: 'a+b%41' }, secret, method: 'md5' })
  const decoded = Object.entries(plus)
    .map((pair) => pair.join('='))
    .join('&')
  expect(diagnose(decoded).verdict).toBe('valid')
  expect(diagnose(new URLSearchParams(plus).toString()).verdict).toBe('valid')
})

it('marks the difference between the signed and the received text', () => {
  const wrong = baseString(new Map(Object.entries(signed)), { blank: 'signed' }).replace('formatjson', '')
  const found = diagnose(bodyOf({ sign: sign('md5', secret, wrong) }))
  expect(said(found)).toContain('待签名串漏了参数 format')
  expect(found.difference).toEqual({
    before: 'app_key12345678',
    expected: 'formatjson',
    actual: '',
    after: wrong.slice('app_key12345678'.length),
  })
})

describe('a base string of the caller', () => {
  const base = baseString(new Map(Object.entries(signed)), { blank: 'signed' })

  it('is compared without the secret around it', () => {
    const own = `${secret}${base.replace('v2.0', 'v1.0')}${secret}`
    const found = diagnose(bodyOf({ sign: sign('md5', secret, base.replace('v2.0', 'v1.0')) }), { ownBase: own })
    expect(said(found)).toContain('得到的正是请求中的 sign，但它与收到的参数不符')
    expect(found.difference).toMatchObject({ expected: '2', actual: '1', after: '.0' })
  })

  it('that is correct points to a mistake in the digest', () => {
    const found = diagnose(bodyOf({ sign: sign('md5', 'other', base) }), { ownBase: base })
    expect(said(found)).toContain('问题在摘要这一步')
    expect(found.difference).toBeUndefined()
  })
})

describe('reports other faults of the call', () => {
  it.each<[promise: string, text: string, expected: string]>([
    ['nothing to read', '好', '没有读出任何参数'],
    ['two values of one name', `${bodyOf()}&v=1.0`, '参数 v 出现了多个不同的值（错误码 41）'],
    ['no method', bodyOf({ method: undefined }), '缺少 method（错误码 21）'],
    ['an unknown method', bodyOf({ method: 'a.b' }), '没有名为 a.b 的API（错误码 22）'],
    ['an unknown format', bodyOf({ format: 'yaml' }), '错误码 23'],
    [
      'a refused parameter',
      bodyOf({ query_d_t_o: '{"page_size":0,"page_num":1}' }),
      '参数还会被拒绝: 50 非法参数: page_size',
    ],
    ['no sign_method', bodyOf({ sign_method: undefined }), '没有 sign_method'],
    ['HTML entities', bodyOf().replaceAll('&', '&amp;'), '请求经过了HTML'],
    [
      'a timestamp that became ×tamp',
      `http://h/router/rest?${bodyOf().replace('&timestamp', '×tamp')}`,
      '请求经过了HTML',
    ],
    ['a body in XML', `curl http://h/router/rest -H 'Content-Type: text/xml' -d '<a>b</a>'`, '不从这种请求体读取参数'],
    ['another path', `http://h/rest?${bodyOf()}`, '路径是 /rest'],
    ['bytes of GBK', `${bodyOf()}&note=%C2%FA199`, '参数 note 含有不是UTF-8的字节，按GBK读作「满199」'],
    ['a timestamp in UTC', bodyOf({ timestamp: '2026-11-24 14:29:00' }), '落后约8小时，多半没有使用GMT+8时区'],
    ['a timestamp of some minutes ago', bodyOf({ timestamp: '2026-11-24 22:09:00' }), '是20分钟前的'],
    ['a timestamp of some hours ago', bodyOf({ timestamp: '2026-11-24 03:59:00' }), '是19小时前的'],
    ['a timestamp of some days ago', bodyOf({ timestamp: '2026-11-20 10:03:00' }), '是5天前的'],
    ['a future timestamp', bodyOf({ timestamp: '2026-12-24 10:03:00' }), '在未来'],
    ['a timestamp that is none', bodyOf({ timestamp: '2026-11-24T22:29:00' }), '（错误码 31）'],
    ['no timestamp', bodyOf({ timestamp: undefined }), '（错误码 30）'],
  ])('%s', (_promise, text, expected) => {
    expect(said(diagnose(text))).toContain(expected)
  })
})

it('signs the body of a batch', () => {
  const batch = { app_key: '12345678', timestamp: parameters.timestamp, v: '2.0' }
  const body = 'method=taobao.time.get\r\n-S-\r\nN'
  const query = new URLSearchParams(signParameters({ parameters: batch, secret, method: 'hmac', body })).toString()
  const text = `POST /router/batch?${query} HTTP/1.1\nContent-Type: text/plain;charset=UTF-8\n\n${body.replaceAll('\r', '')}`
  expect(diagnose(text).verdict).toBe('valid')
})
