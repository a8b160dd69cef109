import { exportMember, getCoupon, getMember, listEvents, queryCoupon, searchCoupons, searchMembers } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { maskPhones, noPhones, phonesOf } from './answer-phones.ts'

const coupon = (phone: string | undefined) => ({ couponCode: '13900001111', sellerId: '111', status: '0', phone })
const coupons = ['18612255668', '18612255669', '18612255668', undefined].map(coupon)
const member = { memberId: 'M1', phones: ['18612255668', '18612255670'].map((phone) => ({ phone, state: 'active' })) }
const page = { currentPage: 1, totalCount: 4, totalPage: 1, coupons }

it.each([
  ['a page', queryCoupon, { result: { page, success: true } }, 2],
  ['a search', searchCoupons, { result: { coupons, success: true } }, 2],
  ['one coupon', getCoupon, { result: { coupon: coupons[0], timeline: [], success: true } }, 1],
  ['a member', getMember, { result: { member, success: true } }, 2],
  ['a search of members', searchMembers, { result: { members: [member, member], success: true } }, 2],
  ['an export of a member', exportMember, { result: { member, coupons, orders: [], events: [], success: true } }, 3],
  ['a refusal', getCoupon, { result: { errorCode: 'COUPON_NOT_FOUND', timeline: [], success: false } }, 0],
])('finds the phones of %s, each once', (_name, definition, response, count) => {
  expect(phonesOf(definition, response).hashes).toHaveLength(count)
})

it('gives equal phones equal numbers, in every answer', () => {
  const [first, second] = phonesOf(queryCoupon, { result: { page, success: true } }).hashes
  const one = phonesOf(getCoupon, { result: { coupon: coupons[1], timeline: [], success: true } })
  expect(one.hashes).toEqual([second])
  expect(first).not.toBe(second)
})

it('looks for none where the definition has none', () => {
  expect(phonesOf(listEvents, { result: { events: [{ phone: '18612255668' }] } })).toBe(noPhones)
})

it('masks phones at any depth, and leaves the rest unchanged', () => {
  const coupons = [
    { couponCode: 'a', phone: '18612255668', cardNo: '1231321111', amounts: [1, true, undefined] },
    { couponCode: '18612255669', phone: undefined },
  ]
  const response = { result: { page: { coupons }, success: true } }
  expect(maskPhones(response)).toEqual({
    result: { page: { coupons: [{ ...coupons[0], phone: '186****5668' }, coupons[1]] }, success: true },
  })
})

it('masks a card number that is the phone', () => {
  expect(maskPhones({ phone: '18612255668', cardNo: '18612255668' })).toEqual({
    phone: '186****5668',
    cardNo: '186****5668',
  })
})

it.each([
  ['+86 186-1225-5668', '186****5668'],
  ['8618612255668', '86186****5668'],
  ['VIP18612255668', 'VIP186****5668'],
  ['1231321111', '1231321111'],
])('shows the card %s of the phone 18612255668 as %s', (cardNo, shown) => {
  expect(maskPhones({ phone: '18612255668', cardNo })).toEqual({ phone: '186****5668', cardNo: shown })
})

it('masks cards and names of a member that are one of its phones', () => {
  const member = {
    name: '13800138000',
    phones: [{ phone: '18612255668' }, { phone: '13800138000' }],
    cards: [{ cardNo: '18612255668' }, { cardNo: '13800138000' }, { cardNo: '1231321111' }],
  }
  expect(maskPhones({ result: { members: [member] } })).toEqual({
    result: {
      members: [
        {
          name: '138****8000',
          phones: [{ phone: '186****5668' }, { phone: '138****8000' }],
          cards: [{ cardNo: '186****5668' }, { cardNo: '138****8000' }, { cardNo: '1231321111' }],
        },
      ],
    },
  })
})

it('leaves out what an ERP sent of an order, which may name people anywhere', () => {
  const order = { phone: '18612255668', sentText: '{"receiver":"王小明 18612255668"}' }
  expect(maskPhones({ result: { order } })).toEqual({ result: { order: { phone: '186****5668' } } })
})
