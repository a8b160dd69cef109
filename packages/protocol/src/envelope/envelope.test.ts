import { errors, queryCoupon } from '@yaoquan/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readXml } from '../encodings/read-xml.ts'
import { anyText } from '../testing/any-text.ts'
import { decodeResponse } from './decode-response.ts'
import { encodeError } from './encode-response.ts'
import { answerInCharset, contentType, readEncoding, topError } from './envelope.ts'

it.each([
  [{}, 'xml'],
  [{ format: '' }, 'xml'],
  [{ format: '  ' }, 'xml'],
  [{ format: 'XML' }, 'xml'],
  [{ format: 'json' }, 'json'],
  [{ format: 'JSON', simplify: 'TRUE' }, 'simplified'],
  [{ format: 'json', simplify: 'true' }, 'simplified'],
  [{ format: 'json', simplify: 'false' }, 'json'],
  [{ format: 'json', simplify: '1' }, 'json'],
  [{ format: 'xml', simplify: 'true' }, 'xml'],
  [{ simplify: 'true' }, 'xml'],
  [{ format: 'json2' }, undefined],
])('answers %j with %s', (parameters, encoding) => {
  expect(readEncoding(new Map(Object.entries(parameters)))).toBe(encoding)
})

it('names the charset in every content type', () => {
  expect(contentType('json')).toBe('text/javascript;charset=UTF-8')
  expect(contentType('simplified')).toBe('text/javascript;charset=UTF-8')
  expect(contentType('xml')).toBe('text/xml;charset=UTF-8')
})

const encoder = new TextEncoder()
const gbk = new TextDecoder('gbk', { fatal: true })

it('returns an answer in UTF-8 unchanged', () => {
  const answer = encoder.encode('{"a":"满"}')
  expect(answerInCharset(answer, { encoding: 'json', charset: 'utf-8' })).toBe(answer)
})

it('writes JSON in GBK that parses to the same object', () => {
  fc.assert(
    fc.property(anyText(), (value) => {
      const text = value.toWellFormed()
      const answer = answerInCharset(encoder.encode(JSON.stringify({ a: text })), { encoding: 'json', charset: 'gbk' })
      expect(JSON.parse(gbk.decode(answer))).toEqual({ a: text })
    }),
  )
})

it('writes XML in GBK that parses to the same text', () => {
  const text = '满é\u{1f600}€\u0080丂'
  const answer = encoder.encode(`<?xml version="1.0" encoding="utf-8" ?><a>${text}</a>`)
  const written = gbk.decode(answerInCharset(answer, { encoding: 'xml', charset: 'gbk' }))
  expect(written.startsWith('<?xml version="1.0" encoding="GBK" ?><a>满')).toBe(true)
  expect(readXml(written)).toMatchObject({ kind: 'read', root: { text } })
})

const invalid = topError('invalidParameter', { field: 'page_size', rule: { zh: '缺少必填参数', en: 'is required' } })

it('writes the documented error as JSON, with code as a number and request_id last', () => {
  expect(encodeError(invalid, '15r8qk9x1abc', 'json')).toBe(
    '{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: page_size 缺少必填参数","request_id":"15r8qk9x1abc"}}',
  )
})

it('writes the documented error as XML', () => {
  expect(encodeError(invalid, '15r8qk9x1abc', 'xml')).toBe(
    '<?xml version="1.0" encoding="utf-8" ?><error_response><code>50</code><msg>Remote service error</msg><sub_code>isv.invalid-parameter</sub_code><sub_msg>非法参数: page_size 缺少必填参数</sub_msg><request_id>15r8qk9x1abc</request_id></error_response>',
  )
})

it('keeps the root of an error in simplified answers', () => {
  expect(encodeError(invalid, 'a', 'simplified')).toBe(encodeError(invalid, 'a', 'json'))
})

it('leaves out absent members of an error', () => {
  expect(encodeError(topError('missingSignature'), 'a', 'json')).toBe(
    '{"error_response":{"code":24,"msg":"Missing signature","request_id":"a"}}',
  )
})

it.each(['json', 'simplified', 'xml'] as const)('decodes its own errors from %s', (encoding) => {
  for (const row of Object.values(errors)) {
    const error = { code: row.code, msg: row.msg, ...('subMsg' in row ? { subMsg: `${row.subMsg} <&"\r` } : {}) }
    const text = encodeError(error, '15r8qk9x1abc', encoding)
    expect(decodeResponse(queryCoupon, text, encoding)).toEqual({ kind: 'error', error, requestId: '15r8qk9x1abc' })
  }
})

it('fills placeholders once, also if a value looks like one', () => {
  const rule = { zh: '$&', en: '$&' }
  expect(topError('invalidParameter', { field: '{rule}', rule }).subMsg).toBe('非法参数: {rule} $&')
})

it('throws for a placeholder without a value', () => {
  expect(() => topError('missingArguments')).toThrow('{name}')
})
