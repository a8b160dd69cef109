import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, syncOrder } from '../harness/order-calls.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let orders = 0

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  for (const [couponId, terms] of [
    ['any', {}],
    ['once', { returnMaxCycles: 1 }],
  ] as const) {
    const cash = { couponId, couponName: couponId, kind: 'cash', couponAmount: '10', validToDay: 29 } as const
    const template = { ...cash, returnPolicy: 'same_code', ...terms } as const
    await caller.call('yaoquan.template.save', { outRequestNo: caller.newNo(), template })
  }
})

afterAll(() => server.close())

const sync = (changes: object) => syncOrder(server.url, changes)

async function claim(couponId: 'any' | 'once'): Promise<string> {
  const input = { outRequestNo: caller.newNo(), couponId, phone: '13900000001' }
  const { coupons } = await caller.call('yaoquan.coupon.claim', input)
  const [coupon] = coupons as readonly Readonly<{ couponCode: string }>[]
  return String(coupon?.couponCode)
}

async function redeem(couponCode: string, orderId: string): Promise<string> {
  const input = { outRequestNo: caller.newNo(), couponCode, orderId }
  return String((await caller.call('yaoquan.coupon.redeem', input))['redemptionId'])
}

/** Status, order and events of a coupon. */
async function stateOf(couponCode: string) {
  const { coupon, timeline } = await caller.call('yaoquan.coupon.get', { couponCode })
  const { status, orderId } = coupon as Readonly<{ status: string; orderId?: string }>
  return { status, orderId, kinds: (timeline as readonly Readonly<{ kind: string }>[]).map(({ kind }) => kind) }
}

function newOrder(): string {
  orders += 1
  return `SO-${orders}`
}

/** An order whose coupon came back when a version dropped it, and which a till redeemed for it again. */
async function redeemedAgain(code: string) {
  const order_id = newOrder()
  await sync({ order_id, coupons: couponsOf(code) })
  await sync({ order_id })
  return { order_id, redemption_id: await redeem(code, order_id) }
}

it.each([
  ['names it', (code: string) => ({ coupons: couponsOf(code) })],
  ['does not name it', () => ({})],
])('comes back when the order is closed by a version that %s', async (_name, named) => {
  const code = await claim('any')
  const { order_id, redemption_id } = await redeemedAgain(code)
  const closed = await sync({ order_id, order_status: 'TRADE_CLOSED', ...named(code) })
  expect(closed.coupons).toEqual([{ coupon_code: code, outcome: 'returned', redemption_id }])
  const kinds = ['issued', 'redeemed', 'returned', 'redeemed', 'returned']
  expect(await stateOf(code)).toEqual({ status: '0', orderId: undefined, kinds })
})

it('is kept when the order is closed and its template allows no second return', async () => {
  const code = await claim('once')
  const { order_id, redemption_id } = await redeemedAgain(code)
  const kept = { coupon_code: code, outcome: 'kept', redemption_id, error_code: 'RETURN_NOT_ALLOWED' }
  expect((await sync({ order_id, order_status: 'TRADE_CLOSED' })).coupons).toMatchObject([kept])
  expect(await stateOf(code)).toMatchObject({ status: '1', orderId: order_id })
})

it('is answered as redeemed while the order is open, and comes back once a version named and dropped it', async () => {
  const code = await claim('any')
  const { order_id, redemption_id } = await redeemedAgain(code)
  for (const changes of [{ channel: 'one' }, { channel: 'two' }, { channel: 'three', coupons: couponsOf(code) }]) {
    const { coupons } = await sync({ order_id, ...changes })
    expect(coupons).toEqual([{ coupon_code: code, outcome: 'redeemed', redemption_id }])
  }
  const dropped = await sync({ order_id, channel: 'four' })
  expect(dropped.coupons).toEqual([{ coupon_code: code, outcome: 'returned', redemption_id }])
  expect(await stateOf(code)).toMatchObject({ status: '0' })
})

it('is the redemption that versions name and give back, where a till had returned the one before', async () => {
  const code = await claim('any')
  const order = { order_id: newOrder(), coupons: couponsOf(code) }
  const { coupons } = await sync(order)
  const redemptionId = String(coupons[0]?.redemption_id)
  await caller.call('yaoquan.coupon.return', { outRequestNo: caller.newNo(), redemptionId, reason: '退货' })
  const redemption_id = await redeem(code, order.order_id)
  const named = await sync({ ...order, channel: 'one' })
  expect(named.coupons).toEqual([{ coupon_code: code, outcome: 'redeemed', redemption_id }])
  const dropped = await sync({ order_id: order.order_id })
  expect(dropped.coupons).toEqual([{ coupon_code: code, outcome: 'returned', redemption_id }])
  expect(await stateOf(code)).toMatchObject({ status: '0' })
})
