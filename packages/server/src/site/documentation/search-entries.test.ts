import { expect, it } from 'vitest'
import { findEntries, searchEntries } from './search-entries.ts'

const entries = searchEntries('zh')
const titles = (query: string): readonly string[] => findEntries(entries, query, 5).map(({ title }) => title)

it.each([
  ['querycoupon', 'alibaba.alihealth.nr.crm.coupon.querycoupon'],
  ['核销', 'yaoquan.coupon.redeem'],
  ['REDEEM coupons', 'yaoquan.coupon.redeem'],
  ['COUPON_HELD', 'COUPON_HELD'],
  ['25', '25 Invalid signature'],
  ['isv.appkey-not-exists', '29 Invalid app Key'],
  ['serller_id', 'serller_id'],
  ['签名', '签名'],
])('finds for %s first %s', (query, title) => {
  expect(titles(query)[0]).toBe(title)
})

it.each(['', '   ', 'no such thing anywhere'])('finds nothing for %j', (query) => {
  expect(titles(query)).toEqual([])
})

it('finds at most as many as the limit', () => {
  expect(findEntries(entries, 'coupon', 3)).toHaveLength(3)
})
