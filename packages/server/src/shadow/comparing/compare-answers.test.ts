import { queryCoupon } from '@yaoquan/api'
import { encodeResponse } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { type AnswerMeaning, readMeaning } from '#shadow/answers/answer-meaning'
import { compareAnswers } from './compare-answers.ts'

type Response = Parameters<typeof encodeResponse<typeof queryCoupon>>[1]
type Coupon = Response['result']['page']['coupons'][number]
type Readable = Exclude<AnswerMeaning, { kind: 'unreadable' }>

const coupon = (couponCode: string, other: Partial<Coupon> = {}): Coupon => ({
  couponCode,
  status: '0',
  sellerId: '111',
  couponAmount: '99',
  shop: '01,02',
  attribute: '{"a": 1, "b": [2]}',
  ...other,
})

function responseOf(coupons: readonly Coupon[], page: Partial<Response['result']['page']> = {}): Response {
  const { length } = coupons
  const whole = { currentPage: 1, coupons, totalCount: length, totalPage: Math.min(length, 1), ...page }
  if (length > 0) return { result: { page: whole, success: true } }
  return { result: { errorCode: 'QUERY_RESULT_EMPTY', errorMessage: '查询为空', page: whole, success: false } }
}

const textOf = (response: Response, encoding: 'json' | 'simplified' | 'xml' = 'json') =>
  encodeResponse(queryCoupon, response, 'r', encoding)

async function compare(upstream: string | Response, ours: string | Response, listed: readonly string[] = []) {
  const [theirs, own] = [upstream, ours].map((side) => readMeaning(typeof side === 'string' ? side : textOf(side)))
  const found = await compareAnswers(theirs as Readable, own as Readable, async (code) => listed.includes(code))
  return found.map(({ class: kind, name, couponCode, upstream: there, ours: here }) =>
    [kind, name, couponCode, there, here].filter((part) => part !== undefined).join('|'),
  )
}

const a = coupon('A')
const b = coupon('B')

it.each<[form: string, upstream: string]>([
  ['XML', textOf(responseOf([a, b]), 'xml')],
  ['simplified JSON', textOf(responseOf([a, b]), 'simplified')],
  ['white space', JSON.stringify(JSON.parse(textOf(responseOf([a, b]))), null, 2)],
  [
    'numbers',
    textOf(responseOf([a, b]))
      .replace('"99"', '99.00')
      .replace('"99"', '"+.99e2"')
      .replace('"total_count":2', '"total_count":"2"'),
  ],
  ['order of members', textOf(responseOf([a, b])).replace(/("status":"0"),(.*?)("attribute")/, '$2$1,$3')],
  ['order of shops', textOf(responseOf([coupon('A', { shop: '02, 01' }), b]))],
  ['spelling of attributes', textOf(responseOf([coupon('A', { attribute: '{"b":[2],"a":1}' }), b]))],
  ['members that say nothing', textOf(responseOf([coupon('A', { channel: '', phone: ' ' }), b]))],
  [
    'comments and CDATA',
    textOf(responseOf([a, b]), 'xml').replace('<coupon_code>A<', '<coupon_code><![CDATA[A]]><!--x--><'),
  ],
])('%s makes no difference', async (_form, upstream) => {
  expect(await compare(upstream, responseOf([a, b]))).toEqual([])
})

it.each<[name: string, upstream: Response, ours: Response, found: readonly string[]]>([
  ['a missing coupon', responseOf([a, b]), responseOf([a]), ['missing||B|B|']],
  ['an extra coupon', responseOf([a]), responseOf([a, b]), ['extra||B||B']],
  ['a coupon twice', responseOf([a, a, b]), responseOf([a, b]), ['repeated||A|2|1']],
  ['only missing coupons', responseOf([a]), responseOf([]), ['missing||A|A|']],
  [
    'two members',
    responseOf([coupon('A', { status: '1', endDate: '2026-01-01' })]),
    responseOf([a]),
    ['field|status|A|1|0', 'field|end_date|A|2026-01-01|'],
  ],
  [
    'a code that looks like a number',
    responseOf([coupon('007')]),
    responseOf([coupon('7')]),
    ['missing||007|007|', 'extra||7||7'],
  ],
  ['the order', responseOf([b, a]), responseOf([a, b]), ['order||B A|A B']],
  [
    'a total',
    responseOf([a], { totalCount: 11, totalPage: 2 }),
    responseOf([a], { totalCount: 12, totalPage: 2 }),
    ['total|total_count|11|12'],
  ],
  [
    'a page',
    responseOf([a], { totalCount: 2, currentPage: 2 }),
    responseOf([a], { totalCount: 2 }),
    ['total|current_page|2|1'],
  ],
  [
    'pages alone',
    responseOf([a], { totalCount: 11, totalPage: 11 }),
    responseOf([a], { totalCount: 11, totalPage: 2 }),
    ['total|total_page|11|2'],
  ],
])('finds %s', async (_name, upstream, ours, found) => {
  expect(await compare(upstream, ours)).toEqual(found)
})

it('on a part of a list, a coupon is missing only if our list has it nowhere', async () => {
  const part = { totalCount: 20, totalPage: 20 }
  const [theirs, ours] = [responseOf([a], part), responseOf([b], part)]
  expect(await compare(theirs, ours, ['A'])).toEqual(['order||A|B'])
  expect(await compare(theirs, responseOf([b], { totalCount: 19, totalPage: 19 }))).toEqual(['missing||A|A|'])
})

const error = (code: number) => `{"error_response":{"code":${code},"msg":"m","request_id":"r"}}`

it('finds errors by their code, of the platform and of the method', async () => {
  expect(await compare(error(41), error(41).replace('"m"', '"other"'))).toEqual([])
  expect(await compare(error(41), error(50))).toEqual(['error||41|50'])
  expect(await compare(error(50), responseOf([a]))).toEqual(['error||50|'])
  const failed = textOf(responseOf([])).replace('QUERY_RESULT_EMPTY', 'SYSTEM_ERROR')
  expect(await compare(failed, responseOf([]))).toEqual(['error||SYSTEM_ERROR|QUERY_RESULT_EMPTY'])
  expect(await compare(failed, responseOf([a]))).toEqual(['error||SYSTEM_ERROR|'])
})

it('reads members that are unknown or missing, digits of any number, and nothing else as an answer', async () => {
  const foreign = textOf(responseOf([a])).replace(
    '"status":"0"',
    '"status":"0","card_no":12345678901234567890,"vip":true',
  )
  expect(await compare(foreign, responseOf([a]))).toEqual([
    'field|card_no|A|12345678901234567890|',
    'field|vip|A|true|',
  ])
  const fee = textOf(responseOf([a])).replace('"status":"0"', '"status":"0","fee":1.10')
  expect(await compare(fee, responseOf([a]))).toEqual(['field|fee|A|1.10|'])
  const bare = '{"alibaba_alihealth_nr_crm_coupon_querycoupon_response":{"result":{"success":false}}}'
  expect(await compare(bare, responseOf([]))).toEqual([])
  expect(['<html>', '{}', '[]', 'null', ''].map((text) => readMeaning(text).kind)).toEqual(Array(5).fill('unreadable'))
})
