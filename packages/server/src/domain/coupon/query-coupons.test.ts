import { expect, test } from 'vitest'
import type { CouponFilter, CouponPageQuery } from './coupon-store.ts'
import { queryCoupons } from './query-coupons.ts'

async function asked(filter: CouponFilter): Promise<CouponPageQuery | undefined> {
  let query: CouponPageQuery | undefined
  const coupons = {
    findCouponPage(given: CouponPageQuery) {
      query = given
      return Promise.resolve({ coupons: [], totalCount: 0 })
    },
  }
  await queryCoupons({ coupons, sellerId: '111', filter, pageSize: 20, pageNum: 3 })
  return query
}

test('trims every filter and normalises the phone', async () => {
  expect(await asked({ channel: ' erp ', phone: '+86 186-1225-5668', cardNo: '\t88 ', couponCode: ' 111aaa' })).toEqual(
    {
      sellerId: '111',
      filter: { channel: 'erp', phone: '18612255668', cardNo: '88', couponCode: '111aaa' },
      pageSize: 20,
      pageNum: 3,
    },
  )
})

test('counts a blank filter as absent', async () => {
  const query = await asked({ channel: '', phone: '  ', cardNo: '\n', couponCode: '　' })
  expect(query?.filter).toEqual({ channel: undefined, phone: undefined, cardNo: undefined, couponCode: undefined })
})
