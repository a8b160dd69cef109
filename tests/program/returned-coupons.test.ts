import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cash, soldOrders, twoLines, units } from '../harness/sold-orders.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let orders: ReturnType<typeof soldOrders>

beforeAll(async () => {
  server = await startTestServer()
  orders = soldOrders(server)
})
afterAll(() => server.close())

describe('coupons', () => {
  it('that their policy keeps stay used, and the goods are refunded all the same', async () => {
    const { orderId, couponCodes, redemptionIds } = await orders.sold([{ ...cash, returnPolicy: 'none' }], twoLines)
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ errorCode: 'RETURN_NOT_ALLOWED' })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      ...{ refundAmount: '190.00', coupons: [{ outcome: 'not_returned', offAmount: '10.00' }] },
    })
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('1')
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('come back by coupon.return with what is left of the goods', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', refundedAmount: '190.00' })
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true, alreadyDone: true })
  })

  it('of one order come back one by one, and the goods with the last', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash, { ...cash, couponAmount: '20' }], twoLines)
    const [first, second] = redemptionIds
    expect(await orders.giveBack({ redemptionId: first })).toMatchObject({ refundAmount: '0.00', returnedLines: [] })
    expect(await orders.giveBack({ redemptionId: second })).toMatchObject({ refundAmount: '170.00' })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('for gifts hold the value of a gift back until it is handed in', async () => {
    const gift = { kind: 'gift', gift: '保温杯', couponAmount: '9.90', orderAmount: '180', returnSplit: 'recompute' }
    const { orderId, couponCodes } = await orders.sold([gift], twoLines)
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      ...{ refundAmount: '40.10', heldBackAmount: '9.90', coupons: [{ outcome: 'used' }] },
    })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']), giftsBack: couponCodes })).toMatchObject({
      ...{ refundAmount: '159.90', refundedAmount: '200.00', coupons: [{ outcome: 'returned' }] },
    })
  })

  it.each([
    { name: 'no amounts', order: {} },
    { name: 'one sum', order: { orderAmount: '200' } },
  ])('of an order with $name come back whole only', async ({ order }) => {
    const [couponCode, orderId] = [await orders.claimed(cash), orders.newOrder()]
    const { redemptionId } = await orders.redeem({ couponCode, orderId, ...order })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await orders.giveBack({ redemptionId, lines: units([1, '1']) })).toMatchObject({
      errorCode: 'LINES_NOT_KNOWN',
    })
    const whole = await orders.giveBack({ orderId })
    expect(whole).toMatchObject({ success: true, coupons: [{ couponCode, outcome: 'returned' }] })
    expect(whole).not.toHaveProperty('refundAmount')
    expect(await orders.giveBack({ orderId })).toMatchObject({ alreadyDone: true })
  })

  it('of a later call on an order join its sale, unless its lines are not known', async () => {
    const { orderId } = await orders.sold([cash], twoLines)
    const more = [...twoLines, { lineNo: 3, amount: '100' }]
    expect(await orders.redeem({ couponCode: await orders.claimed(cash), orderId, lines: more })).toMatchObject({
      payAmount: '280.00',
    })
    expect(await orders.giveBack({ orderId, lines: units([3, '1']) })).toMatchObject({ success: true })
    const { redemptionId } = await orders.redeem({ couponCode: await orders.claimed(cash), orderId })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await orders.returnCoupon(String(redemptionId))).toMatchObject({ success: true })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundedAmount: '280.00' })
  })

  it('of an order that came back whole may be used on it again', async () => {
    const { orderId, couponCodes } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
    expect(await orders.redeem({ couponCodes, orderId, lines: twoLines })).toMatchObject({ payAmount: '190.00' })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '47.50',
      refundedAmount: '47.50',
    })
  })
})
