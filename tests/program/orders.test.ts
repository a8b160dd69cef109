import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, orderJson, orderLine, sendOrder, syncOrder } from '../harness/order-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    const app = (appKey: string, sellerId: string, preset: string) =>
      administration.createApp({
        name: appKey,
        sellerIds: [sellerId],
        appKey,
        appSecret: 'helloworld',
        grants: { preset, allowed: [], denied: [] },
      })
    await app('other', '222', 'full')
    await app('reader', '111', 'read')
    await app('till', '111', 'till')
  })
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const sync = (changes: object) => syncOrder(server.url, changes)

/** What an app of the test gets for a call. */
async function callAs(appKey: string, method: string, params: Readonly<Record<string, string>>) {
  const text = await post(server.url, signedParameters({ method, app_key: appKey, ...params }))
  const answer: Readonly<Record<string, { result?: Record<string, unknown>; sub_msg?: string }>> = JSON.parse(text)
  return Object.values(answer)[0]
}

describe('yaoquan.order.get', () => {
  it('gives an order with everything that was sent, in yuan', async () => {
    const order = orderJson({
      order_id: 'GET-1',
      actual_total_fee: '123456',
      card_no: ' 88001 ',
      phone: '+86 139-1234-5678',
      shop_id: 7,
      pay_time: '2026-11-24 10:01:00',
      update_time: '2026-11-24 10:02:00',
      order_status: 'TRADE_FINISHED',
      channel: 'erp',
      type: 'store',
      attributes: ' {k1:v1, "k2":é} ',
      coupons: couponsOf('missing'),
      details: [
        {
          ...orderLine,
          quantity: '1.5',
          category: 1001,
          refund_fee: 1,
          rx: true,
          attributes: '{k3}',
          unheard_of: [1, {}],
        },
        orderLine,
      ],
      buyer: { name: '王小明', big: 1 },
    })
    const text = JSON.stringify(order).replace('"big":1', '"big":12345678901234567890')
    await sendOrder(server.url, text)
    expect(await call('yaoquan.order.get', { orderId: 'GET-1' })).toEqual({
      order: {
        orderId: 'GET-1',
        orderStatus: 'TRADE_FINISHED',
        createTime: '2026-11-24 10:00:00',
        payTime: '2026-11-24 10:01:00',
        updateTime: '2026-11-24 10:02:00',
        payAmount: '1234.56',
        syncedAt: expect.stringMatching(/^2026-11-24 22:2\d:\d\d$|^2026-11-24 22:3\d:\d\d$/),
        phone: '13912345678',
        cardNo: '88001',
        shop: '7',
        channel: 'erp',
        coupons: [{ couponCode: 'missing', outcome: 'refused', errorCode: 'COUPON_NOT_FOUND', reconciles: true }],
        lines: [
          {
            lineNo: 1,
            goodsId: '1',
            category: '1001',
            quantity: '1.5',
            price: '6.00',
            payAmount: '10.00',
            refundAmount: '0.01',
          },
          { lineNo: 2, goodsId: '1', price: '6.00', payAmount: '10.00' },
        ],
        versions: 1,
        sentText: text,
      },
      success: true,
    })
  })

  it('shows the newest version with the buyer of the newest one that names any, and how many arrived', async () => {
    const order = { order_id: 'GET-2', update_time: '2026-11-24 10:02:00', channel: 'new', phone: '13900000011' }
    await sync(order)
    await sync({
      ...order,
      update_time: '2026-11-24 10:01:00',
      channel: 'old',
      phone: undefined,
      details: [orderLine, orderLine],
    })
    const { order: found } = await call('yaoquan.order.get', { orderId: 'GET-2' })
    expect(found).toMatchObject({ channel: 'new', phone: '13900000011', versions: 2, lines: [{ lineNo: 1 }] })
    await sync({ ...order, update_time: '2026-11-24 10:03:00', channel: undefined, phone: undefined })
    const { order: next } = await call('yaoquan.order.get', { orderId: 'GET-2' })
    expect(next).toMatchObject({ versions: 3, phone: '13900000011' })
    expect(next).not.toHaveProperty('channel')
  })

  it.each(['nowhere', 'SO-13900000099'])('knows no order %s', async (orderId) => {
    expect(await call('yaoquan.order.get', { orderId })).toMatchObject({ errorCode: 'ORDER_NOT_FOUND', success: false })
  })

  it('finds an order whose number is a phone', async () => {
    await sync({ order_id: '13900000012' })
    const { order } = await call('yaoquan.order.get', { orderId: '13900000012' })
    expect(order).toMatchObject({ orderId: '13900000012' })
  })

  it('gives no order of another seller', async () => {
    await sync({ order_id: 'GET-3' })
    const answer = await callAs('other', 'yaoquan.order.get', { order_id: 'GET-3' })
    expect(answer).toMatchObject({ result: { error_code: 'ORDER_NOT_FOUND' } })
    expect(await callAs('other', 'yaoquan.order.search', {})).toMatchObject({ result: { orders: {} } })
  })

  it('masks phones for apps without full ones, and leaves out what was sent', async () => {
    await sync({ order_id: 'GET-4', phone: '13900000013', card_no: 'K13900000013' })
    const answer = await callAs('reader', 'yaoquan.order.get', { order_id: 'GET-4' })
    expect(answer).toMatchObject({ result: { order: { phone: '139****0013', card_no: 'K139****0013' } } })
    expect(JSON.stringify(answer)).not.toContain('sent_text')
    expect(JSON.stringify(answer)).not.toContain('13900000013')
  })

  it('is for tills neither to read nor to write', async () => {
    for (const method of ['yaoquan.order.get', 'yaoquan.order.search', 'alibaba.alihealth.nr.crm.order.sync']) {
      expect(await callAs('till', method, { order_id: 'GET-4' })).toMatchObject({ code: 11 })
    }
  })
})

describe('yaoquan.order.search', () => {
  const days = ['2026-10-01', '2026-10-02', '2026-10-02', '2026-10-31']

  beforeAll(async () => {
    for (const [place, day] of days.entries()) {
      const member = place % 2 === 0 ? { phone: '13900000020', card_no: 'S20' } : { phone: '13900000021' }
      await sync({ order_id: `S-${place}`, create_time: `${day} 23:59:59`, ...member })
    }
    await sync({ order_id: 'S-4', create_time: '2026-10-02 00:00:00', card_no: 'S20' })
    await sync({ order_id: 'S-5', create_time: '2026-10-03 00:00:00', phone: '13900000020' })
  })

  type Page = Readonly<{ orders: readonly Readonly<{ orderId: string }>[]; nextCursor?: string; errorCode?: string }>
  const october = { createdFrom: '2026-10-01', createdTo: '2026-10-31' }

  async function search(filter: object, limit = 100): Promise<readonly string[]> {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = (await call('yaoquan.order.search', { ...filter, cursor, limit })) as Page
      ids.push(...page.orders.map(({ orderId }) => orderId))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return ids
  }

  it.each<readonly [name: string, filter: object, ids: readonly number[]]>([
    ['a month, by day and then by arrival', october, [0, 1, 2, 4, 5, 3]],
    ['one day, from its first second to its last', { createdFrom: '2026-10-02', createdTo: '2026-10-02' }, [1, 2, 4]],
    ['up to a day', { createdTo: '2026-10-01' }, [0]],
    ['a card, with the orders of its member under the phone alone', { cardNo: 'S20' }, [0, 2, 4, 5]],
    ['a phone, with the orders of its member under the card alone', { phone: '+86 13900000020' }, [0, 2, 4, 5]],
    ['phone and card of one member, as either alone', { phone: '13900000020', cardNo: 'S20' }, [0, 2, 4, 5]],
    ['phone and card of two members, only orders with both', { phone: '13900000021', cardNo: 'S20' }, []],
    ['a phone and days', { phone: '13900000021', ...october, createdFrom: '2026-10-03' }, [3]],
    ['a phone that nobody named', { phone: '13900000029' }, []],
    ['days without orders', { createdFrom: '2026-11-01', createdTo: '2026-11-02' }, []],
  ])('finds %s, whatever the size of pages', async (_name, filter, ids) => {
    const expected = ids.map((id) => `S-${id}`)
    for (const limit of [1, 2, 100]) expect(await search(filter, limit)).toEqual(expected)
  })

  it('shows neither lines nor what was sent', async () => {
    const { orders } = (await call('yaoquan.order.search', october)) as Page
    for (const order of orders) {
      expect(order).not.toHaveProperty('lines')
      expect(order).not.toHaveProperty('sentText')
    }
  })

  it('refuses the cursor of other filters, and a day that does not exist', async () => {
    const { nextCursor } = (await call('yaoquan.order.search', { ...october, limit: 1 })) as Page
    expect(await call('yaoquan.order.search', { cursor: nextCursor })).toMatchObject({ errorCode: 'INVALID_CURSOR' })
    const answer = await callAs('12345678', 'yaoquan.order.search', { created_from: '2026-02-30' })
    expect(answer).toMatchObject({ sub_msg: '非法参数: created_from 应为 YYYY-MM-DD 格式的有效日期' })
  })
})

describe('a member', () => {
  type Exported = Readonly<{
    coupons: readonly Readonly<{ couponCode: string }>[]
    orders: readonly Readonly<{ orderId: string; sentText: string }>[]
    nextCursor?: string
  }>
  const exported = async (phone: string, cursor?: string) =>
    (await call('yaoquan.member.export', { outRequestNo: caller.newNo(), phone, cursor, limit: 1 })) as Exported

  const memberOf = async (cardNo: string) => {
    const { member } = await call('yaoquan.member.get', { cardNo })
    return String(Object(member).memberId)
  }

  it('gets orders with an export, page by page after the coupons', async () => {
    const phone = '13900000040'
    const coupons = ['E-1', 'E-2'].map((couponCode) => ({ couponCode, phone }))
    await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
    await sync({ order_id: 'E-B', create_time: '2026-11-02 10:00:00', phone, card_no: 'E40' })
    await sync({ order_id: 'E-A', create_time: '2026-11-01 10:00:00', phone })
    await sync({ order_id: 'E-C', phone: '13900000041' })
    const pages: Exported[] = []
    let cursor: string | undefined
    do {
      const page = await exported(phone, cursor)
      pages.push(page)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(pages.flatMap((page) => page.coupons.map(({ couponCode }) => couponCode))).toEqual(['E-1', 'E-2'])
    const orders = pages.flatMap((page) => page.orders)
    expect(orders.map(({ orderId }) => orderId)).toEqual(['E-A', 'E-B'])
    expect(JSON.parse(orders[1]?.sentText ?? '')).toMatchObject({ order_id: 'E-B', card_no: 'E40' })
  })

  it('who is erased cannot be read in orders any more, and the orders stay', async () => {
    const member = { phone: '13900000042', card_no: 'E42' }
    await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons: [{ couponCode: 'E-3' }] })
    const order = { order_id: 'E-D', ...member, attributes: '{收货人:王小明}', coupons: couponsOf('E-3') }
    await sync(order)
    await call('yaoquan.member.erase', { outRequestNo: caller.newNo(), memberId: await memberOf('E42') })
    const { order: found } = await call('yaoquan.order.get', { orderId: 'E-D' })
    expect(found).toMatchObject({ orderId: 'E-D', payAmount: '10.00', lines: [{ goodsId: '1' }] })
    for (const name of ['phone', 'cardNo', 'sentText']) expect(found).not.toHaveProperty(name)
    expect(await call('yaoquan.order.search', { cardNo: 'E42' })).toMatchObject({ orders: [] })
    expect(await sync(order)).toMatchObject({ outcome: 'unchanged' })
    const closed = await sync({ ...order, order_status: 'closed' })
    expect(closed).toMatchObject({ outcome: 'updated', coupons: [{ outcome: 'returned' }] })
  })

  it('finds the orders of both after a merge, and each its own after it is undone', async () => {
    await sync({ order_id: 'E-E', card_no: 'E43' })
    await sync({ order_id: 'E-F', card_no: 'E44' })
    const [fromMemberId, intoMemberId] = [await memberOf('E43'), await memberOf('E44')]
    const merge = { outRequestNo: caller.newNo(), fromMemberId, intoMemberId }
    const { mergeId } = await call('yaoquan.member.merge', merge)
    const ids = async (cardNo: string) => {
      const { orders } = await call('yaoquan.order.search', { cardNo })
      return (orders as readonly Readonly<{ orderId: string }>[]).map(({ orderId }) => orderId)
    }
    expect(await ids('E43')).toEqual(['E-E', 'E-F'])
    await call('yaoquan.member.unmerge', { outRequestNo: caller.newNo(), mergeId: String(mergeId) })
    expect([await ids('E43'), await ids('E44')]).toEqual([['E-E'], ['E-F']])
  })
})
