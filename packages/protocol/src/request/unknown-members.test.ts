import { queryCoupon, syncOrder } from '@yaoquan/api'
import { describe, expect, it, test } from 'vitest'
import { decodeRequest, type UnknownMembers } from './decode-request.ts'

const page = { page_size: 10, page_num: 1 }

function decode(members: object, unknownMembers?: UnknownMembers, more: Readonly<Record<string, string>> = {}) {
  const parameters = new Map(Object.entries({ query_d_t_o: JSON.stringify(members), ...more }))
  return decodeRequest(queryCoupon, parameters, unknownMembers)
}

describe('where unknown members are refused', () => {
  it.each([
    ['phne', { ...page, phne: '1' }, {}, 'phne 是未知的字段，最接近的是 phone'],
    ['couponCode', { ...page, couponCode: 'x' }, {}, 'couponCode 是未知的字段，最接近的是 coupon_code'],
    ['phne without a page', { phne: '1' }, {}, 'phne 是未知的字段，最接近的是 phone'],
    ['queryDTO', page, { queryDTO: '{}' }, 'queryDTO 是未知的字段，最接近的是 query_d_t_o'],
    ['query_dto', page, { query_dto: '{"page_size":1}' }, 'query_dto 是未知的字段，最接近的是 query_d_t_o'],
  ])('%s is code 50, with the nearest known name', (_, members, more, rule) => {
    expect(decode(members, 'refused', more)).toMatchObject({
      kind: 'refused',
      error: { code: 50, subCode: 'isv.invalid-parameter', subMsg: `非法参数: ${rule}` },
    })
  })

  it.each([
    [{ ...page, phne: null }, {}],
    [{ ...page, phne: ' ' }, {}],
    [{ phne: null }, {}],
    [page, { queryDTO: ' ' }],
    [page, { trace_of_us: 'abc', top_lite: 'true' }],
  ])('%j beside %j passes', (members, more) => {
    expect(decode(members, 'refused', more)).toMatchObject({ kind: 'decoded', input: { query: { pageNum: 1 } } })
  })
})

describe('where unknown members are ignored', () => {
  it('the answer is as without them, and the first is named', () => {
    const known = decode(page)
    expect(known).not.toHaveProperty('ignored')
    expect(decode({ ...page, phne: '1' })).toEqual({ ...known, ignored: 'phne' })
    expect(decode(page, 'ignored', { queryDTO: '{}' })).toEqual({ ...known, ignored: 'queryDTO' })
    expect(decode({ phne: '1' })).toMatchObject({
      kind: 'refused',
      error: { subMsg: expect.stringContaining('page_size') },
    })
  })
})

describe('a name that may be a value is not shown', () => {
  it.each(['6222021234567890123', 'phone6222021234567890123', '010-88881234'])('%s', (name) => {
    expect(decode({ ...page, [name]: '1' })).toMatchObject({ kind: 'decoded', ignored: '…' })
    expect(decode({ ...page, [name]: '1' }, 'refused')).toMatchObject({
      error: { subMsg: expect.stringMatching(/^非法参数: … 是未知的字段/) },
    })
  })

  it('nor that of a parameter', () => {
    expect(decode(page, 'ignored', { query_d_t_o6222021234567890123: '1' })).toMatchObject({ ignored: '…' })
  })
})

it('compares 64 unknown parameters of a call, and no more', () => {
  const others = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, place) => [`of_our_own_${place}`, '1']))
  expect(decode(page, 'ignored', { ...others(63), queryDTO: '{}' })).toMatchObject({ ignored: 'queryDTO' })
  expect(decode(page, 'ignored', { ...others(64), queryDTO: '{}' })).not.toHaveProperty('ignored')
})

test('an order keeps its extras in every mode', () => {
  const detail = { actual_total_fee: 1, auction_id: '1', auction_price: 1, auction_title: 'a', colour: 'red' }
  const order = { actual_total_fee: 1, create_time: '2026-11-01 00:00:00', details: [detail], order_id: 'a', till: '3' }
  const parameters = new Map([['order', JSON.stringify(order)]])
  for (const mode of ['refused', 'ignored'] as const) {
    expect(decodeRequest(syncOrder, parameters, mode)).not.toHaveProperty('ignored')
    expect(decodeRequest(syncOrder, parameters, mode).kind).toBe('decoded')
  }
})
