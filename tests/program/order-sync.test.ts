import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, orderJson, orderLine, sendOrder, syncOrder } from '../harness/order-calls.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  for (const [couponId, returnPolicy] of [
    ['none', 'none'],
    ['alone', 'same_code'],
  ] as const) {
    const template = {
      ...({ couponId, couponName: couponId, kind: 'cash', couponAmount: '10', validToDay: 29, returnPolicy } as const),
      stackable: couponId !== 'alone',
    }
    await call('yaoquan.template.save', { outRequestNo: newNo(), template })
  }
})

afterAll(() => server.close())

const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const newNo = () => caller.newNo()
const sync = (changes: object) => syncOrder(server.url, changes)

let codes = 0

/** Issues coupons under new codes. */
async function issue(count: number, terms: object = {}): Promise<readonly string[]> {
  const coupons = Array.from({ length: count }, () => {
    codes += 1
    return {
      couponCode: `C-${codes}`,
      startDate: '2026-11-01',
      endDate: '2026-12-31',
      billDate: '2026-11-01',
      ...terms,
    }
  })
  await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
  return coupons.map(({ couponCode }) => couponCode)
}

async function claim(couponId: string, phone: string): Promise<string> {
  const { coupons } = await call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId, phone })
  const [coupon] = coupons as readonly Readonly<{ couponCode: string }>[]
  return String(coupon?.couponCode)
}

/** Status, order and use of a coupon. */
async function coupon(couponCode: string): Promise<Record<string, unknown>> {
  const { coupon: found } = await call('yaoquan.coupon.get', { couponCode })
  return found as Record<string, unknown>
}

async function kindsOf(couponCode: string): Promise<readonly string[]> {
  const { timeline } = await call('yaoquan.coupon.get', { couponCode })
  return (timeline as readonly Readonly<{ kind: string }>[]).map(({ kind }) => kind)
}

let orders = 0
function newOrder(): string {
  orders += 1
  return `SO-${orders}`
}

describe('an order that names coupons', () => {
  it('redeems them once, at the time of the order', async () => {
    const [a = '', b = ''] = await issue(2)
    const order = { order_id: newOrder(), coupons: couponsOf(a, b), shop_id: '01' }
    const first = await sync(order)
    expect(first).toEqual({
      order_id: order.order_id,
      outcome: 'created',
      coupons: [
        { coupon_code: a, outcome: 'redeemed', redemption_id: expect.stringMatching(/^[0-9A-Z]{16}$/) },
        { coupon_code: b, outcome: 'redeemed', redemption_id: expect.stringMatching(/^[0-9A-Z]{16}$/) },
      ],
      success: true,
    })
    expect(await sync(order)).toEqual({ ...first, outcome: 'unchanged' })
    const use = { status: '1', orderId: order.order_id, usedAt: '2026-11-24 10:00:00', usedShop: '01' }
    for (const code of [a, b]) {
      expect(await coupon(code)).toMatchObject(use)
      expect(await kindsOf(code)).toEqual(['issued', 'redeemed'])
    }
  })

  it('is the same whatever the order and spacing of its members are', async () => {
    const [a = ''] = await issue(1)
    const order = orderJson({ order_id: newOrder(), coupons: couponsOf(a) })
    await sync(order)
    const turned = Object.fromEntries(Object.entries(order).toReversed())
    expect(await sendOrder(server.url, JSON.stringify(turned, undefined, 2))).toContain('"outcome":"unchanged"')
    expect(await kindsOf(a)).toEqual(['issued', 'redeemed'])
  })

  it('links a coupon that a till redeemed for it', async () => {
    const [a = ''] = await issue(1, { orderAmount: '999' })
    const order_id = newOrder()
    const { redemptionId } = await call('yaoquan.coupon.redeem', {
      outRequestNo: newNo(),
      couponCode: a,
      orderId: order_id,
    })
    const { coupons } = await sync({ order_id, coupons: couponsOf(a) })
    expect(coupons).toEqual([{ coupon_code: a, outcome: 'redeemed', redemption_id: redemptionId }])
    expect(await kindsOf(a)).toEqual(['issued', 'redeemed'])
    const dropped = await sync({ order_id, coupons: [] })
    expect(dropped.coupons).toEqual([{ coupon_code: a, outcome: 'returned', redemption_id: redemptionId }])
    expect(await coupon(a)).toMatchObject({ status: '0' })
  })

  it('redeems a coupon that is held for it', async () => {
    const [a = ''] = await issue(1)
    const order_id = newOrder()
    await call('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode: a, orderId: order_id, ttlSeconds: 600 })
    expect((await sync({ order_id, coupons: couponsOf(a) })).coupons).toMatchObject([{ outcome: 'redeemed' }])
  })

  it('leaves a coupon that a till returned since as it is', async () => {
    const [a = ''] = await issue(1)
    const order_id = newOrder()
    const { coupons } = await sync({ order_id, coupons: couponsOf(a) })
    const redemptionId = String(coupons[0]?.redemption_id)
    await call('yaoquan.coupon.return', { outRequestNo: newNo(), redemptionId, reason: '退货' })
    const updated = await sync({ order_id, coupons: couponsOf(a), channel: 'erp' })
    expect(updated).toMatchObject({ outcome: 'updated', coupons: [{ coupon_code: a, outcome: 'returned' }] })
    expect(await coupon(a)).toMatchObject({ status: '0' })
  })

  it('leaves a coupon that a till redeemed and returned before its first version as it is', async () => {
    const [a = ''] = await issue(1)
    const order_id = newOrder()
    const { redemptionId } = await call('yaoquan.coupon.redeem', {
      outRequestNo: newNo(),
      couponCode: a,
      orderId: order_id,
    })
    await call('yaoquan.coupon.return', { outRequestNo: newNo(), redemptionId: String(redemptionId), reason: '退货' })
    const returned = [{ coupon_code: a, outcome: 'returned', redemption_id: redemptionId }]
    expect((await sync({ order_id, coupons: couponsOf(a) })).coupons).toEqual(returned)
    expect((await sync({ order_id, coupons: couponsOf(a), channel: 'erp' })).coupons).toEqual(returned)
    expect(await kindsOf(a)).toEqual(['issued', 'redeemed', 'returned'])
  })
})

describe('a coupon that cannot be redeemed', () => {
  const rows: readonly (readonly [name: string, terms: object, order: object, coupon: object])[] = [
    [
      'not started',
      { startDate: '2026-12-01' },
      {},
      { error_code: 'COUPON_NOT_STARTED', error_msg: '优惠券尚未生效，2026-12-01 起可用' },
    ],
    [
      'expired on the day of the order',
      { endDate: '2026-11-23' },
      {},
      { error_code: 'COUPON_EXPIRED', error_msg: '优惠券已于 2026-11-23 过期' },
    ],
    ['of another shop', { shop: '02,03' }, { shop_id: '01' }, { error_code: 'SHOP_NOT_ALLOWED' }],
    ['of another shop, sent as store_id', { shop: '02' }, { store_id: '01' }, { error_code: 'SHOP_NOT_ALLOWED' }],
    [
      'below its threshold',
      { orderAmount: '12.01' },
      { details: [{ ...orderLine, quantity: 2 }] },
      { error_code: 'ORDER_AMOUNT_TOO_LOW', error_msg: '未达到使用门槛，还差0.01元' },
    ],
    [
      'for another category',
      { category: '1001' },
      { details: [{ ...orderLine, buy_amount: '2', category: '1002' }] },
      { error_code: 'CATEGORY_NOT_ALLOWED' },
    ],
    ['void', { status: '3' }, {}, { error_code: 'COUPON_VOID' }],
    ['used before', { status: '1' }, {}, { error_code: 'COUPON_ALREADY_USED' }],
  ]
  it.each(rows)('%s: the order is stored, and the answer says why', async (_name, terms, order, expected) => {
    const [a = '', b = ''] = [...(await issue(1, terms)), ...(await issue(1))]
    const synced = await sync({ order_id: newOrder(), ...order, coupons: couponsOf(a, b) })
    expect(synced).toMatchObject({
      outcome: 'created',
      success: true,
      coupons: [
        { coupon_code: a, outcome: 'refused', needs_reconciling: true, ...expected },
        { coupon_code: b, outcome: 'redeemed' },
      ],
    })
  })

  const fitting: readonly (readonly [name: string, terms: object, order: object])[] = [
    ['the last day is the day of the order', { endDate: '2026-11-24' }, {}],
    ['it expired after the day of the order', { endDate: '2026-11-20' }, { create_time: '2026-11-20 23:59:59' }],
    ['quantity is not told, so the threshold is unknown', { orderAmount: '999' }, {}],
    ['its threshold is reached before coupons', { orderAmount: '12' }, { details: [{ ...orderLine, quantity: '2' }] }],
    [
      'grams count in thousandths',
      { orderAmount: '1.50' },
      { details: [{ ...orderLine, actual_total_fee: 0, quantity: '0.250' }] },
    ],
    ['a line has no category', { category: '1001' }, { details: [{ ...orderLine, quantity: 1 }] }],
  ]
  it.each(fitting)('is redeemed where %s', async (_name, terms, order) => {
    const imported = { billDate: '2026-11-01' }
    const [a = ''] = await issue(1, { ...imported, ...terms })
    const { coupons } = await sync({ order_id: newOrder(), ...order, coupons: couponsOf(a) })
    expect(coupons).toMatchObject([{ coupon_code: a, outcome: 'redeemed' }])
  })

  it('names the order that used it, and the one that holds it', async () => {
    const [a = '', b = ''] = await issue(2)
    await sync({ order_id: 'SO-first', coupons: couponsOf(a) })
    await call('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode: b, orderId: 'SO-holds', ttlSeconds: 600 })
    const { coupons } = await sync({ order_id: newOrder(), coupons: couponsOf(a, b, 'unknown') })
    expect(coupons).toMatchObject([
      { error_code: 'COUPON_ALREADY_USED', error_msg: '优惠券已被订单 SO-first 于 2026-11-24 10:00:00 使用' },
      { error_code: 'COUPON_HELD', error_msg: expect.stringContaining('SO-holds') },
      { coupon_code: 'unknown', outcome: 'refused', error_code: 'COUPON_NOT_FOUND' },
    ])
  })

  it('is tried again by the next version', async () => {
    const code = `later-${newNo()}`
    const order_id = newOrder()
    expect((await sync({ order_id, coupons: couponsOf(code) })).coupons).toMatchObject([{ outcome: 'refused' }])
    await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: [{ couponCode: code }] })
    const again = await sync({ order_id, coupons: couponsOf(code) })
    expect(again).toMatchObject({ outcome: 'unchanged', coupons: [{ outcome: 'refused' }] })
    const next = await sync({ order_id, coupons: couponsOf(code), channel: 'erp' })
    expect(next).toMatchObject({ outcome: 'updated', coupons: [{ outcome: 'redeemed' }] })
  })

  it('that stands alone is refused beside others, and takes their place once they are dropped', async () => {
    const [a = ''] = await issue(1)
    const alone = await claim('alone', '13900000001')
    const order_id = newOrder()
    const both = await sync({ order_id, coupons: couponsOf(a, alone) })
    expect(both.coupons).toMatchObject([{ outcome: 'redeemed' }, { outcome: 'refused', error_code: 'NOT_STACKABLE' }])
    const one = await sync({ order_id, coupons: couponsOf(alone) })
    expect(one.coupons).toMatchObject([
      { coupon_code: alone, outcome: 'redeemed' },
      { coupon_code: a, outcome: 'returned' },
    ])
  })
})

describe('an order that gives coupons up', () => {
  const rows: readonly (readonly [name: string, order: object])[] = [
    ['drops them', { coupons: [] }],
    ['no longer has coupons', { coupons: undefined }],
    ...['TRADE_CLOSED', 'trade_closed_by_taobao', '已取消', 'refunded', '已退款'].map(
      (order_status) => [`has the status ${order_status}`, { order_status }] as const,
    ),
    [
      'is refunded line by line',
      {
        details: [
          { ...orderLine, refund_fee: 600 },
          { ...orderLine, refund_fee: '400' },
        ],
      },
    ],
  ]
  it.each(rows)('returns them by their policy when it %s', async (_name, order) => {
    const [a = ''] = await issue(1)
    const kept = await claim('none', '13900000002')
    const first = { order_id: newOrder(), coupons: couponsOf(a, kept) }
    await sync(first)
    const { coupons } = await sync({ ...first, ...order })
    expect(coupons).toMatchObject([
      { coupon_code: a, outcome: 'returned' },
      { coupon_code: kept, outcome: 'kept', error_code: 'RETURN_NOT_ALLOWED' },
    ])
    expect(await coupon(a)).toMatchObject({ status: '0' })
    expect(await coupon(kept)).toMatchObject({ status: '1', orderId: first.order_id })
    const again = await sync({ ...first, ...order, channel: 'later' })
    expect(again.coupons).toMatchObject([{ outcome: 'returned' }, { outcome: 'kept' }])
    expect(await kindsOf(a)).toEqual(['issued', 'redeemed', 'returned'])
  })

  it('keeps them while something that was paid is not refunded', async () => {
    const [a = ''] = await issue(1)
    const order = { order_id: newOrder(), coupons: couponsOf(a), details: [{ ...orderLine, refund_fee: 999 }] }
    expect((await sync(order)).coupons).toMatchObject([{ outcome: 'redeemed' }])
  })

  it('releases what is held for it when it is closed', async () => {
    const [a = ''] = await issue(1)
    const order_id = newOrder()
    await call('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode: a, orderId: order_id, ttlSeconds: 600 })
    const { coupons } = await sync({ order_id, coupons: couponsOf(a), order_status: 'TRADE_CLOSED' })
    expect(coupons).toEqual([{ coupon_code: a, outcome: 'released' }])
    expect(await coupon(a)).toMatchObject({ status: '0' })
  })

  it('returns what a till redeemed for it, when its first version is closed', async () => {
    const [a = '', b = ''] = await issue(2)
    const order_id = newOrder()
    await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode: a, orderId: order_id })
    const { coupons } = await sync({ order_id, coupons: couponsOf(a, b), order_status: 'closed' })
    expect(coupons).toMatchObject([
      { coupon_code: a, outcome: 'returned' },
      { coupon_code: b, outcome: 'unused' },
    ])
  })
})

describe('versions', () => {
  it('that come late change nothing but what they would have changed in time', async () => {
    const [a = '', b = ''] = await issue(2)
    const kept = await claim('none', '13900000003')
    const order_id = newOrder()
    const newest = { order_id, update_time: '2026-11-24 12:00:00', coupons: couponsOf(a) }
    await sync(newest)
    const late = { order_id, gmt_modified: '2026-11-24 11:00:00', coupons: couponsOf(a, b, kept), channel: 'late' }
    expect(await sync(late)).toMatchObject({
      outcome: 'outdated',
      coupons: [
        { coupon_code: a, outcome: 'redeemed' },
        { coupon_code: b, outcome: 'returned' },
        { coupon_code: kept, outcome: 'kept' },
      ],
    })
    expect(await sync(newest)).toMatchObject({ outcome: 'unchanged' })
    expect(await kindsOf(a)).toEqual(['issued', 'redeemed'])
  })

  it('of one moment are ordered by their status', async () => {
    const [a = ''] = await issue(1)
    const order = { order_id: newOrder(), update_time: '2026-11-24 12:00:00', coupons: couponsOf(a) }
    expect(await sync({ ...order, order_status: 'TRADE_CLOSED' })).toMatchObject({ outcome: 'created' })
    expect(await sync({ ...order, order_status: 'TRADE_FINISHED' })).toMatchObject({
      outcome: 'outdated',
      coupons: [{ outcome: 'returned' }],
    })
  })

  it('without stamps follow each other as they come, and only repeats are told apart', async () => {
    const [a = ''] = await issue(1)
    const order_id = newOrder()
    const [one, two] = [{ order_id, coupons: couponsOf(a) }, { order_id }]
    await sync(one)
    await sync(two)
    expect(await sync(one)).toMatchObject({ outcome: 'unchanged' })
    expect(await coupon(a)).toMatchObject({ status: '0' })
  })
})
