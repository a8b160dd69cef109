import { describe, expect, test } from 'vitest'
import type { ShopOrderLine } from '#domain/orders/shop-order'
import { orderLineWith } from '#testing/example-order'
import { isFullyRefunded, orderBasketOf, orderCostFen } from './order-basket.ts'

const line = orderLineWith({})

describe('what an order costs before coupons', () => {
  test.each<readonly [name: string, lines: readonly Partial<ShopOrderLine>[], amountFen: number | undefined]>([
    ['unit price times quantity', [{}], 1200],
    ['at least what was paid', [{ priceFen: 100 }], 1000],
    ['by the gram, rounded half up', [{ quantityMilli: 250, priceFen: 35, paidFen: 0 }], 9],
    ['the sum of lines', [{}, { quantityMilli: 1000, paidFen: 500 }], 1800],
    ['unknown where a line has no quantity', [{}, { quantityMilli: undefined }], undefined],
  ])('is %s', (_name, lines, amountFen) => {
    expect(orderCostFen({ lines: lines.map((one) => ({ ...line, ...one })) })).toBe(amountFen)
  })
})

describe('what coupons of an order are judged on', () => {
  const never = ['channel', 'level', 'tags']
  const one = { ...line, category: '1001' }

  test('is what its lines cost, by goods and category', () => {
    expect(orderBasketOf({ lines: [one] })).toMatchObject({
      lines: [{ lineNo: 1, goodsId: line.goodsId, categories: ['1001'], amountFen: 1200 }],
      unsaid: never,
    })
  })

  test('lacks categories where a line has none, and amounts where a line has no quantity', () => {
    expect(orderBasketOf({ lines: [one, line] }).unsaid).toEqual([...never, 'categories'])
    expect(orderBasketOf({ lines: [{ ...one, quantityMilli: undefined }] }).unsaid).toEqual([...never, 'amount'])
    expect(orderBasketOf({ lines: [] }).unsaid).toEqual([...never, 'goods', 'amount'])
  })
})

describe('an order is fully refunded', () => {
  test.each<readonly [paidFen: number, refunds: readonly (number | undefined)[], isRefunded: boolean]>([
    [1000, [1000], true],
    [1000, [400, 600], true],
    [1000, [400, 601], true],
    [1000, [999], false],
    [1000, [undefined], false],
    [0, [0], false],
  ])('of %i fen with refunds %j: %s', (paidFen, refunds, isRefunded) => {
    const lines = refunds.map((refundFen) => ({ ...line, refundFen }))
    expect(isFullyRefunded({ paidFen, lines })).toBe(isRefunded)
  })
})
