import { queryCoupon } from '@yaoquan/api'
import { readParameters, verifySignature } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { requestText, signCall, type ToolCall } from './tool-call.ts'

const nowMs = Date.parse('2026-11-24T22:29:00+08:00')
const call: ToolCall = {
  definition: queryCoupon,
  values: { query: { pageSize: 10, pageNum: 1, channel: '线下门店 a+b' } },
  settings: { format: 'json', simplify: true, signMethod: 'hmac-sha256' },
  credentials: { appKey: '12345678', appSecret: 'helloworld', session: '' },
}

function sentParameters(changes: Partial<ToolCall> = {}): ReadonlyMap<string, string> {
  const body = new TextEncoder().encode(signCall({ ...call, ...changes }, nowMs).body)
  const read = readParameters({ queryString: '', contentType: undefined, body })
  if (read.kind !== 'read') throw new Error(read.kind)
  return read.parameters
}

it.each(['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const)('signs as the gateway verifies, by %s', (signMethod) => {
  const parameters = sentParameters({ settings: { ...call.settings, signMethod } })
  expect(verifySignature({ parameters, secret: 'helloworld' })).toBe(true)
  expect(parameters.get('sign_method')).toBe(signMethod === 'md5-prefix' ? undefined : signMethod)
})

it('sends the entered values and no blank session', () => {
  const { sign, ...rest } = Object.fromEntries(sentParameters())
  expect(sign).toMatch(/^[0-9A-F]{64}$/)
  expect(rest).toEqual({
    method: queryCoupon.name,
    app_key: '12345678',
    timestamp: '2026-11-24 22:29:00',
    v: '2.0',
    format: 'json',
    simplify: 'true',
    sign_method: 'hmac-sha256',
    query_d_t_o: '{"page_size":10,"page_num":1,"channel":"线下门店 a+b"}',
  })
})

it('reads answers in the encoding it asked for', () => {
  const encoding = (settings: Partial<ToolCall['settings']>) =>
    signCall({ ...call, settings: { ...call.settings, ...settings } }, nowMs).encoding
  expect([encoding({}), encoding({ simplify: false }), encoding({ format: 'xml' })]).toEqual([
    'simplified',
    'json',
    'xml',
  ])
  expect(sentParameters({ settings: { ...call.settings, format: 'xml' } }).has('simplify')).toBe(false)
})

it('never sends or shows the secret', () => {
  const { base, sign, body } = signCall(call, nowMs)
  const shown = [base, sign, body, requestText(body, { host: 'h', path: '/router/rest' })].join('\n')
  expect(shown).not.toContain('helloworld')
})
