import { describe, expect, test } from 'vitest'
import { meaningOfStatus } from './shop-order.ts'

describe('the status of an order', () => {
  test.each(['TRADE_CLOSED', 'trade_closed_by_taobao', 'Cancelled', 'refunded', '已关闭', '已取消', '已退款'])(
    '%s gives coupons back',
    (status) => {
      expect(meaningOfStatus(status)).toEqual({ rank: 6, endsUse: true })
    },
  )

  test.each(['WAIT_BUYER_PAY', 'paid', 'TRADE_FINISHED', '退款中', 'unheard of', '', undefined])(
    '%s keeps coupons in use',
    (status) => {
      expect(meaningOfStatus(status).endsUse).toBe(false)
    },
  )

  test('rises along the life of an order; one that is unknown comes first', () => {
    const life = ['?', 'WAIT_BUYER_PAY', 'paid', 'shipped', 'TRADE_FINISHED', 'refunding', 'TRADE_CLOSED']
    expect(life.map((status) => meaningOfStatus(status).rank)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
})
