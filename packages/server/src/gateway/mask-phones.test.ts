import { expect, it } from 'vitest'
import { maskPhones } from './mask-phones.ts'

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
