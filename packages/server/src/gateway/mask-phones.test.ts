import { expect, it } from 'vitest'
import { maskPhones } from './mask-phones.ts'

it('masks phones however deep they stand, and leaves the rest as it is', () => {
  const coupons = [
    { couponCode: 'a', phone: '18612255668', cardNo: '1231321111', amounts: [1, true, undefined] },
    { couponCode: '18612255669', phone: undefined },
  ]
  const response = Object.freeze({ result: { page: { coupons }, success: true } })
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

it('gives another object, which is not frozen, even where nothing is masked', () => {
  const response = Object.freeze({ result: {} })
  expect(maskPhones(response)).not.toBe(response)
  expect(Object.isFrozen(maskPhones(response))).toBe(false)
})
