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
