import { queryCoupon } from '@yaoquan/api'
import { encodeResponse } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { shownDeviation } from '#shadow/report/deviation'
import { compareForm } from './compare-form.ts'

const coupon = {
  couponCode: 'A',
  status: '0',
  sellerId: '111',
  couponName: '满减',
  couponAmount: '99',
  shop: '01,02',
  phone: '18612255668',
  attribute: '{"a": 1}',
} as const

const textOf = (encoding: 'json' | 'simplified' | 'xml', requestId = '') => {
  const coupons = [coupon, { ...coupon, couponCode: 'B' }]
  const page = { currentPage: 1, coupons, totalCount: 2, totalPage: 1 }
  return encodeResponse(queryCoupon, { result: { page, success: true } }, requestId, encoding)
}

const json = textOf('json')
const xml = textOf('xml')

it.each<[name: string, upstream: string, ours: string, found: readonly string[]]>([
  ['the id of a request is no form', textOf('json', '15r8qk9x1abc'), json, []],
  ['nor is it in XML', textOf('xml', '15r8qk9x1abc'), xml, []],
  ['XML in place of JSON', xml, json, ['encoding||xml|json']],
  ['simplified JSON', textOf('simplified'), json, ['encoding||simplified|json']],
  [
    'white space',
    json.replaceAll(',"', ', "'),
    json,
    [`spacing||length ${json.replaceAll(',"', ', "').length}|length ${json.length}`],
  ],
  ['escapes', json.replaceAll('满', '\\u6ee1'), json, [`spacing||length ${json.length + 10}|length ${json.length}`]],
  ['white space of XML', xml.replaceAll('><', '> <'), xml, [expect.stringMatching(/^spacing\|\|length/)]],
  ['the first of equal ones', json.replaceAll('"99"', '"99.00"'), json, ['coupon_amount|A|99.00|99']],
  ['an amount in XML', xml.replace('>99<', '>+99<'), xml, ['coupon_amount|A|+99|99']],
  [
    'a number in place of a text',
    json.replace('"99"', '99.00'),
    json,
    ['types|A|coupon_amount number|coupon_amount string'],
  ],
  [
    'a total as a text',
    json.replace('"total_count":2', '"total_count":"2"'),
    json,
    ['types||total_count string|total_count number'],
  ],
  ['the order of shops', json.replace('01,02', '02,01'), json, ['shop|A|02,01|01,02']],
  ['spelling of attributes', json.replace('{\\"a\\": 1}', '{\\"a\\":1}'), json, ['attribute|A|{"a":1}|{"a": 1}']],
])('%s', (_name, upstream, ours, found) => {
  expect(compareForm(upstream, ours).map(textOfDeviation)).toEqual(found)
})

function textOfDeviation({
  class: ofClass,
  name,
  couponCode = '',
  upstream,
  ours,
}: ReturnType<typeof compareForm>[number]) {
  expect(ofClass).toBe('form')
  return [name, couponCode, upstream, ours].join('|')
}

it('finds members in another order, and such as say nothing, and still pairs the others by name', () => {
  const ours = textOf('simplified')
  const answer = JSON.parse(ours)
  const { wire, fields } = queryCoupon.response.result.fields.page
  const coupons = answer.result[wire][fields.coupons.wire]
  const { coupon_code: code, coupon_amount: _amount, ...others } = coupons[0]
  coupons[0] = { ...others, channel: '', coupon_amount: '99.0', coupon_code: code }
  const found = compareForm(JSON.stringify(answer), ours)
  expect(found.map(({ name }) => name).toSorted()).toEqual(['coupon_amount', 'members'])
  expect(found.find(({ name }) => name === 'members')?.couponCode).toBe('A')
})

it('shows no phone, and nothing of an attribute or of a text that our definition lacks', () => {
  const shown = (name: string, upstream: string) => shownDeviation({ class: 'form', name, upstream, ours: '' }).upstream
  expect(shown('phone', ' 18612255668')).not.toContain('1225')
  expect(shown('attribute', '{"a":1}')).toBe('(7)')
  expect(shown('error_message', '会员张三')).toBe('(4)')
  expect(shown('members', 'phone 18612255668')).toBe('phone 186****5668')
})
