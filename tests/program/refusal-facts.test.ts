import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const newNo = () => caller.newNo()
const usable = { startDate: '2026-11-01', endDate: '2026-12-31' }
const moment = expect.stringMatching(/^2026-11-\d\d \d\d:\d\d:\d\d$/)

async function issue(...coupons: readonly Readonly<Record<string, string>>[]): Promise<void> {
  await caller.call('yaoquan.coupon.issue', {
    outRequestNo: newNo(),
    coupons: coupons.map((c) => ({ ...usable, ...c })),
  })
}

function redeem(couponCode: string, orderId: string, more: object = {}): Promise<Record<string, unknown>> {
  return caller.call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId, ...more })
}

function save(couponId: string, terms: object): Promise<Record<string, unknown>> {
  const template = {
    couponId,
    couponName: 'x',
    kind: 'cash',
    couponAmount: '5',
    validFromDay: 0,
    validToDay: 9,
  } as const
  return caller.call('yaoquan.template.save', { outRequestNo: newNo(), template: { ...template, ...terms } })
}

function claim(couponId: string, count = 1): Promise<Record<string, unknown>> {
  return caller.call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId, phone: '18612255668', count })
}

it('a refused redemption carries what its text says', async () => {
  await issue(
    ...[{ couponCode: 'used' }, { couponCode: 'held' }, { couponCode: 'past', endDate: '2026-11-23' }],
    ...[
      { couponCode: 'future', startDate: '2026-12-01' },
      { couponCode: 'shop', shop: '01,02' },
    ],
    ...[
      { couponCode: 'category', category: '1001' },
      { couponCode: 'from', orderAmount: '199' },
    ],
    ...[{ couponCode: 'face-1', couponAmount: '50' }, { couponCode: 'face-2' }, { couponCode: 'early' }],
  )
  await redeem('used', 'SO-1')
  const held = { outRequestNo: newNo(), couponCode: 'held', orderId: 'SO-1', ttlSeconds: 900 }
  await caller.call('yaoquan.coupon.hold', held)
  await redeem('face-1', 'SO-2')
  const lines = [{ category: '7', amount: '5' }]
  const facts: readonly [string, object, object][] = [
    ['used', {}, { errorCode: 'COUPON_ALREADY_USED', orderId: 'SO-1', time: moment }],
    ['held', {}, { errorCode: 'COUPON_HELD', orderId: 'SO-1', time: moment }],
    ['past', {}, { errorCode: 'COUPON_EXPIRED', date: '2026-11-23' }],
    ['future', {}, { errorCode: 'COUPON_NOT_STARTED', date: '2026-12-01' }],
    ['shop', { shop: '03' }, { errorCode: 'SHOP_NOT_ALLOWED', shops: '01,02' }],
    ['category', { lines }, { errorCode: 'CATEGORY_NOT_ALLOWED', categories: '1001' }],
    ['from', { orderAmount: '187' }, { errorCode: 'ORDER_AMOUNT_TOO_LOW', missingAmount: '12.00' }],
    ['face-2', { orderAmount: '50' }, { errorCode: 'ORDER_COVERED', orderId: 'SO-2', coveredAmount: '50.00' }],
    ['early', { redeemedAt: '2026-11-24 20:00:00' }, { errorCode: 'REDEEMED_AT_NOT_ALLOWED', time: moment }],
  ]
  for (const [couponCode, more, expected] of facts) {
    const told = { ...expected, couponCode, errorMessage: expect.any(String), redemptions: [], success: false }
    expect(await redeem(couponCode, 'SO-2', more)).toEqual(told)
  }
})

it('a coupon that may not stand beside another names that one and the order', async () => {
  await save('alone', { stackable: false })
  await save('beside', {})
  const claimed = [await claim('alone'), await claim('beside')]
  const codes = claimed.map(({ coupons }) => String(Reflect.get(Object(Reflect.get(Object(coupons), 0)), 'couponCode')))
  const [besideCode = '', couponCode = ''] = codes
  await redeem(besideCode, 'SO-3')
  expect(await redeem(couponCode, 'SO-3')).toMatchObject({
    errorCode: 'NOT_STACKABLE',
    couponCode,
    besideCode,
    orderId: 'SO-3',
  })
})

it('a refused hold and a refused release name the order and the time', async () => {
  await issue({ couponCode: 'kept' }, { couponCode: 'gone', endDate: '2026-11-23' })
  const hold = (couponCode: string, orderId: string) =>
    caller.call('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode, orderId, ttlSeconds: 900 })
  await hold('kept', 'SO-1')
  expect(await hold('kept', 'SO-2')).toMatchObject({ errorCode: 'COUPON_HELD', orderId: 'SO-1', time: moment })
  expect(await hold('gone', 'SO-2')).toMatchObject({ errorCode: 'COUPON_EXPIRED', date: '2026-11-23' })
  const released = { outRequestNo: newNo(), couponCode: 'kept', orderId: 'SO-2' }
  expect(await caller.call('yaoquan.coupon.release', released)).toMatchObject({
    errorCode: 'COUPON_HELD',
    orderId: 'SO-1',
    time: moment,
  })
})

it('a refused claim tells what is left and when claims are open', async () => {
  await save('stock', { stockTotal: 2 })
  expect(await claim('stock', 3)).toMatchObject({ errorCode: 'STOCK_EXHAUSTED', left: 2 })
  await save('member', { memberTotal: 1 })
  expect(await claim('member', 3)).toMatchObject({ errorCode: 'MEMBER_LIMIT_REACHED', left: 1 })
  await save('window', { claimFrom: '2026-12-01 00:00:00', claimTo: '2026-12-02 00:00:00' })
  expect(await claim('window')).toMatchObject({
    errorCode: 'CLAIM_NOT_OPEN',
    claimFrom: '2026-12-01 00:00:00',
    claimTo: '2026-12-02 00:00:00',
  })
})

it('a template that breaks a rule tells the field and the rule, and nothing is told in numbers of another kind', async () => {
  expect(await save('broken', { couponAmount: undefined })).toMatchObject({
    errorCode: 'INVALID_TEMPLATE',
    field: 'coupon_amount',
    rule: expect.any(String),
  })
  await save('typed', { stockTotal: 1 })
  const input = { out_request_no: newNo(), coupon_id: 'typed', card_no: '7', count: '2' }
  const answer = await post(server.url, signedParameters({ method: 'yaoquan.coupon.claim', ...input }))
  expect(JSON.parse(answer)).toMatchObject({ yaoquan_coupon_claim_response: { result: { left: 1 } } })
})

it('moments in events are text in GMT+8, as everywhere', async () => {
  await issue({ couponCode: 'told' })
  const hold = { outRequestNo: newNo(), couponCode: 'told', orderId: 'SO-9', ttlSeconds: 900 }
  const { heldUntil } = await caller.call('yaoquan.coupon.hold', hold)
  const { redemptionId, redeemedAt } = await redeem('told', 'SO-9')
  const { timeline } = await caller.call('yaoquan.coupon.get', { couponCode: 'told' })
  const after = Array.from(Object(timeline), (event) => JSON.parse(String(Reflect.get(Object(event), 'after'))))
  expect(after.slice(1)).toEqual([
    { state: 'held', order_id: 'SO-9', held_until: heldUntil, end_date: '2026-12-31' },
    { state: 'used', order_id: 'SO-9', redemption_id: redemptionId, redeemed_at: redeemedAt, end_date: '2026-12-31' },
  ])
  const { events } = await caller.call('yaoquan.event.list', { afterSeq: 0 })
  expect(JSON.stringify(events)).not.toContain('_ms')
  expect(JSON.stringify(events)).toContain(testApp.appKey)
})
