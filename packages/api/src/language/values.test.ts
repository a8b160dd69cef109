import { expectTypeOf, it } from 'vitest'
import type { InputOf, methods, queryCoupon, RequestOf, ResponseOf } from '../index.ts'

it('infers optional parameters from the definition', () => {
  type Query = NonNullable<RequestOf<typeof queryCoupon>['query']>
  expectTypeOf<Query['pageSize']>().toEqualTypeOf<number>()
  expectTypeOf<Query['phone']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<{ query: undefined }>().toExtend<RequestOf<typeof queryCoupon>>()
})

it('infers that a decoded object with whenEmpty is always present', () => {
  expectTypeOf<InputOf<typeof queryCoupon>['query']['pageNum']>().toEqualTypeOf<number>()
})

it('infers nested lists of the response', () => {
  type Coupon = ResponseOf<typeof queryCoupon>['result']['page']['coupons'][number]
  expectTypeOf<Coupon['couponCode']>().toEqualTypeOf<string>()
  expectTypeOf<Coupon['cardNo']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<'alibaba.alihealth.nr.crm.coupon.querycoupon' | 'taobao.time.get'>().toExtend<keyof typeof methods>()
})
