import { expect, test } from 'vitest'
import { type CouponFilter, type CouponPageQuery, queryCoupons, tagOfCoupons } from './coupon-store.ts'

async function requested(filter: CouponFilter): Promise<CouponPageQuery | undefined> {
  const queries: CouponPageQuery[] = []
  const coupons = {
    async findCouponPage(query: CouponPageQuery) {
      queries.push(query)
      return { coupons: [], totalCount: 0 }
    },
    async findPageTag(query: CouponPageQuery) {
      queries.push(query)
      return undefined
    },
  }
  const query = { coupons, sellerId: '111', filter, pageSize: 20, pageNum: 3 }
  await queryCoupons(query)
  await tagOfCoupons(query)
  expect(queries[1]).toEqual(queries[0])
  return queries[0]
}

test('trims every filter and normalises the phone', async () => {
  expect(
    await requested({ channel: ' erp ', phone: '+86 186-1225-5668', cardNo: '\t88 ', couponCode: ' 111aaa' }),
  ).toEqual({
    sellerId: '111',
    filter: { channel: 'erp', phone: '18612255668', cardNo: '88', couponCode: '111aaa' },
    pageSize: 20,
    pageNum: 3,
  })
})

test('counts a blank filter as absent', async () => {
  const query = await requested({ channel: '', phone: '  ', cardNo: '\n', couponCode: '　' })
  expect(query?.filter).toEqual({ channel: undefined, phone: undefined, cardNo: undefined, couponCode: undefined })
})
