import { exportMember, getCoupon, getMember, listEvents, queryCoupon, searchCoupons, searchMembers } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { noPhones, phonesOf } from './answer-phones.ts'

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
