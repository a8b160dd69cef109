import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

it('a coupon is claimed, found by phone, held, redeemed, returned and redeemed again, and its events tell it all', async () => {
  const { call, client, newNo } = caller
  const template = {
    couponId: 'S11',
    couponName: '满199减99',
    kind: 'full_reduction' as const,
    couponAmount: '99',
    orderAmount: '199',
    validToDay: 29,
    stockTotal: 100,
    memberTotal: 2,
    returnExtendDays: 7,
  }
  await call('yaoquan.template.save', { outRequestNo: newNo(), template })
  const claimed = await call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId: 'S11', phone: '18612255668' })
  const [{ couponCode } = { couponCode: '' }] = claimed['coupons'] as readonly { couponCode: string }[]

  const statusNow = async () => {
    const { coupons } = await client.queryCoupons({ phone: '186 1225 5668' })
    return coupons.map((coupon) => [coupon.couponCode, coupon.status, coupon.endDate])
  }
  expect(await statusNow()).toEqual([[couponCode, '0', '2026-12-23']])

  const order = { couponCode, orderId: 'SO-1' }
  await call('yaoquan.coupon.hold', { outRequestNo: newNo(), ...order, ttlSeconds: 900 })
  expect(await statusNow()).toEqual([[couponCode, '4', '2026-12-23']])

  const used = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), ...order, orderAmount: '199', shop: '01' })
  expect(await statusNow()).toEqual([[couponCode, '1', '2026-12-23']])

  const redemptionId = String(used['redemptionId'])
  await call('yaoquan.coupon.return', { outRequestNo: newNo(), redemptionId, reason: '顾客退货' })
  expect(await statusNow()).toEqual([[couponCode, '0', '2026-12-30']])

  const again = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-2' })
  expect(again['redemptionId']).not.toBe(redemptionId)
  expect(await statusNow()).toEqual([[couponCode, '1', '2026-12-30']])

  const { result } = await client.execute('yaoquan.event.list', { afterSeq: 0 })
  // The seller and its app were registered before.
  const told = result.events.slice(2)
  expect(told.map(({ eventSeq, kind, actor }) => [eventSeq, kind, actor])).toEqual(
    ['template_saved', 'issued', 'held', 'redeemed', 'returned', 'redeemed'].map((kind, place) => [
      ...[place + 3, kind],
      `app:${testApp.appKey}`,
    ]),
  )
  expect(told.slice(1).map(({ after }) => JSON.parse(after ?? '').state)).toEqual([
    ...['unused', 'held', 'used', 'unused', 'used'],
  ])
  expect(JSON.parse(told[4]?.after ?? '')).toEqual({
    state: 'unused',
    end_date: '2026-12-30',
    return_count: 1,
    reason: '顾客退货',
    off_fen: 9900,
    split: '1:9900',
  })
  expect(new Set(told.map(({ hash }) => hash)).size).toBe(6)
  expect(JSON.stringify(result)).not.toContain('18612255668')
  const found = await call('yaoquan.coupon.get', { couponCode })
  expect(found['timeline']).toEqual(told.slice(1))
  expect(await call('yaoquan.coupon.search', { couponId: 'S11', status: '1', usedFrom: '2026-11-24' })).toMatchObject({
    coupons: [{ couponCode, orderId: 'SO-2' }],
  })
})
