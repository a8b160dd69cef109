import { afterAll, beforeAll, expect, it } from 'vitest'
import { couponsOf, orderLine, syncOrder } from '../harness/order-calls.ts'
import { cash, soldOrders, twoLines, units } from '../harness/sold-orders.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let orders: ReturnType<typeof soldOrders>

beforeAll(async () => {
  server = await startTestServer()
  orders = soldOrders(server)
})
afterAll(() => server.close())

/** A line of one piece, whose price is in fen. */
const lineOf = (auction_price: number) => ({ ...orderLine, auction_price, quantity: '1', actual_total_fee: 0 })

/** The ERP sends a version of an order. @param minute of its update */
async function sync(orderId: string, minute: number, prices: readonly number[], codes: readonly string[]) {
  const version = { order_id: orderId, update_time: `2026-11-24 11:${String(minute).padStart(2, '0')}:00` }
  const details = prices.map(lineOf)
  const result = await syncOrder(server.url, { ...version, details, coupons: couponsOf(...codes) })
  expect(result.success).toBe(true)
  return result.coupons.map(({ redemption_id }) => redemption_id ?? '')
}

async function offOf(redemptionId: string): Promise<unknown> {
  const answer = await orders.caller.call('yaoquan.redemption.get', { redemptionId })
  return Object(answer['redemption'])['offAmount']
}

async function eventsOf(couponCode: string): Promise<readonly unknown[]> {
  const { timeline = [] } = Object(await orders.caller.call('yaoquan.coupon.get', { couponCode }))
  return timeline.map(({ kind, before, after }: Record<string, string>) => {
    return [kind, JSON.parse(before ?? '{}')['off_fen'], JSON.parse(after ?? '{}')['off_fen']]
  })
}

it('an order states what its coupons take, and a later version changes it with an event', async () => {
  const [orderId, code] = [orders.newOrder(), await orders.claimed(cash)]
  const [redemptionId = ''] = await sync(orderId, 1, [15_000, 5_000], [code])
  expect(await offOf(redemptionId)).toBe('10.00')
  await sync(orderId, 2, [600, 300], [code])
  expect(await offOf(redemptionId)).toBe('9.00')
  await sync(orderId, 3, [600, 300], [code])
  expect(await eventsOf(code)).toEqual([
    ['issued', undefined, undefined],
    ['redeemed', undefined, 1000],
    ['repriced', 1000, 900],
  ])
})

it('a coupon that stays used although a version no longer reaches its minimum takes nothing', async () => {
  const [orderId, code] = [
    orders.newOrder(),
    await orders.claimed({ ...cash, kind: 'full_reduction', orderAmount: '50' }),
  ]
  const [redemptionId = ''] = await sync(orderId, 1, [6_000], [code])
  expect(await offOf(redemptionId)).toBe('10.00')
  await sync(orderId, 2, [4_000], [code])
  expect(await offOf(redemptionId)).toBe('0.00')
})

it('coupons that a till redeemed for the order keep their amounts, and those of the order have none beside them', async () => {
  const [orderId, ofTill, ofOrder] = [orders.newOrder(), await orders.claimed(cash), await orders.claimed(cash)]
  const { redemptionId: till } = await orders.redeem({ couponCode: ofTill, orderId, lines: twoLines })
  const redeemed = await sync(orderId, 1, [15_000, 5_000], [ofTill, ofOrder])
  expect(redeemed[0]).toBe(till)
  expect(await offOf(String(till))).toBe('10.00')
  expect(await offOf(redeemed[1] ?? '')).toBeUndefined()
})

it('amounts stay as they are while a till has redeemed beside them, and follow again once that came back', async () => {
  const [orderId, ofOrder, ofTill] = [orders.newOrder(), await orders.claimed(cash), await orders.claimed(cash)]
  const [redemptionId = ''] = await sync(orderId, 1, [15_000, 5_000], [ofOrder])
  const answer = await orders.redeem({ couponCode: ofTill, orderId, lines: twoLines })
  expect(answer).toMatchObject({ payAmount: '180.00' })
  await sync(orderId, 2, [600], [ofOrder])
  expect(await offOf(redemptionId)).toBe('10.00')
  await orders.returnCoupon(String(answer['redemptionId']))
  await sync(orderId, 3, [500], [ofOrder])
  expect(await offOf(redemptionId)).toBe('5.00')
})

it('a till that redeems beside a version takes what is left, however it numbers lines', async () => {
  const [orderId, ofOrder, ofTill] = [orders.newOrder(), await orders.claimed(cash), await orders.claimed(cash)]
  await sync(orderId, 1, [600, 300], [ofOrder])
  const answer = await orders.redeem({ couponCode: ofTill, orderId, lines: [{ lineNo: 7, amount: '12' }] })
  expect(answer).toMatchObject({ offAmount: '3.00', payAmount: '0.00' })
})

it('an order without quantities has no amounts, and loses those that it had', async () => {
  const [orderId, code] = [orders.newOrder(), await orders.claimed(cash)]
  const [redemptionId = ''] = await sync(orderId, 1, [15_000], [code])
  const unknown = { order_id: orderId, update_time: '2026-11-24 11:02:00', details: [orderLine] }
  await syncOrder(server.url, { ...unknown, coupons: couponsOf(code) })
  expect(await offOf(redemptionId)).toBeUndefined()
})

it('a coupon that an order gives up, and that its policy keeps used, takes nothing of it', async () => {
  const [orderId, code] = [orders.newOrder(), await orders.claimed({ ...cash, returnPolicy: 'none' })]
  const [redemptionId = ''] = await sync(orderId, 1, [15_000], [code])
  await sync(orderId, 2, [15_000], [])
  expect(await offOf(redemptionId)).toBe('0.00')
})

it('an order that an ERP redeemed comes back whole, and by line with the next version of the ERP', async () => {
  const [orderId, code] = [orders.newOrder(), await orders.claimed(cash)]
  await sync(orderId, 1, [15_000], [code])
  const rule = `订单 ${orderId} 的优惠券由 order.sync 核销，不能按行退，请由ERP用 order.sync 发送退货后的订单`
  expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({
    errorCode: 'REDEEMED_BY_ORDER_SYNC',
    errorMessage: `lines：${rule}`,
    field: 'lines',
    rule,
    orderId,
  })
  expect(await orders.giveBack({ orderId })).toMatchObject({ coupons: [{ outcome: 'returned', offAmount: '10.00' }] })
})
