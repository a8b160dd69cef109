import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const newNo = () => caller.newNo()

const usable = { startDate: '2026-11-01', endDate: '2026-12-31', phone: '18612255668' }

async function issue(...couponCodes: readonly string[]): Promise<void> {
  const coupons = couponCodes.map((couponCode) => ({ couponCode, ...usable }))
  await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
}

const parseMoment = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const momentText = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

function redeem(couponCode: string, orderId: string, more: object = {}): Promise<Record<string, unknown>> {
  return call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId, ...more })
}

describe('yaoquan.coupon.issue', () => {
  it('stores what can be stored and tells of every coupon, in order', async () => {
    await issue('stands')
    const coupons = [
      { couponCode: 'new', ...usable },
      { couponCode: 'stands', ...usable },
      { couponCode: 'new', ...usable, couponName: 'another' },
      { couponCode: 'stands', ...usable },
      { couponCode: 'odd', endDate: '2026-02-30' },
      { couponName: 'no code' },
    ]
    expect(await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })).toEqual({
      errorCode: 'PARTLY_FAILED',
      errorMessage: '3 项未成功，详见各项结果',
      createdCount: 1,
      existingCount: 1,
      conflictCount: 1,
      duplicateCount: 1,
      invalidCount: 2,
      items: [
        { couponCode: 'new', outcome: 'created' },
        { couponCode: 'stands', outcome: 'existing' },
        { couponCode: 'new', outcome: 'conflict', field: 'coupon_name' },
        { couponCode: 'stands', outcome: 'duplicate' },
        { couponCode: 'odd', outcome: 'invalid', field: 'end_date', rule: '应为 YYYY-MM-DD 格式的有效日期' },
        { outcome: 'invalid', field: 'coupon_code', rule: '缺少必填值' },
      ],
      success: false,
    })
  })

  it('takes a coupon that is badly typed or misspelt as invalid, and stores the others', async () => {
    const coupons = [
      { coupon_code: 'typed', phone: true },
      { coupon_code: 'misspelt', orderAmount: '199' },
      { coupon_code: 'fine', orderAmount: null },
      'no object',
    ]
    const params = { method: 'yaoquan.coupon.issue', out_request_no: newNo(), coupons: JSON.stringify(coupons) }
    const result = {
      error_code: 'PARTLY_FAILED',
      error_msg: '3 项未成功，详见各项结果',
      created_count: 1,
      existing_count: 0,
      conflict_count: 0,
      duplicate_count: 0,
      invalid_count: 3,
      items: {
        issue_item: [
          { coupon_code: 'typed', outcome: 'invalid', field: 'phone', rule: '的值 true 不合法，应为字符串' },
          {
            coupon_code: 'misspelt',
            outcome: 'invalid',
            field: 'orderAmount',
            rule: '是未知的字段，最接近的是 order_amount',
          },
          { coupon_code: 'fine', outcome: 'created' },
          { outcome: 'invalid', rule: '不是合法的JSON对象' },
        ],
      },
      success: false,
    }
    const answer = async () => JSON.parse(await post(server.url, signedParameters(params)))
    expect(await answer()).toMatchObject({ yaoquan_coupon_issue_response: { result } })
    expect(await answer()).toMatchObject({
      yaoquan_coupon_issue_response: { result: { already_done: true, items: result.items } },
    })
  })

  it('names the fields of a code that stands with other content', async () => {
    await issue('other')
    const coupons = [{ couponCode: 'other', ...usable, phone: '13900000000', orderAmount: '5' }]
    expect(await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })).toMatchObject({
      conflictCount: 1,
      items: [{ outcome: 'conflict', field: 'phone,order_amount' }],
      success: false,
    })
  })

  it('leaves the number free when some failed and none was created, so that the same number may succeed later', async () => {
    await issue('taken')
    const outRequestNo = newNo()
    const invalid = { couponCode: 'mended', endDate: '2026-02-30' }
    const failing = [{ couponCode: 'taken', couponName: 'another' }, { couponCode: 'taken', ...usable }, invalid]
    for (const _attempt of [1, 2]) {
      const failed = await call('yaoquan.coupon.issue', { outRequestNo, coupons: failing })
      expect(failed).toMatchObject({ errorCode: 'PARTLY_FAILED', createdCount: 0, success: false })
      expect(failed['alreadyDone']).toBeUndefined()
    }
    const coupons = [{ ...invalid, endDate: '2026-12-31' }]
    expect(await call('yaoquan.coupon.issue', { outRequestNo, coupons })).toMatchObject({
      createdCount: 1,
      success: true,
    })
    expect(await call('yaoquan.coupon.issue', { outRequestNo, coupons })).toMatchObject({ alreadyDone: true })
    const again = await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
    expect(again).toMatchObject({ existingCount: 1, success: true })
  })

  it('gives the first answer again for the same number, and refuses other content under it', async () => {
    const outRequestNo = newNo()
    const coupons = [{ couponCode: 'again', ...usable }]
    const first = await call('yaoquan.coupon.issue', { outRequestNo, coupons })
    expect(await call('yaoquan.coupon.issue', { outRequestNo, coupons })).toEqual({ ...first, alreadyDone: true })
    expect(await call('yaoquan.coupon.issue', { outRequestNo, coupons: [{ couponCode: 'more' }] })).toMatchObject({
      errorCode: 'IDEMPOTENT_CONFLICT',
      errorMessage: `请求号 ${outRequestNo} 已用于内容不同的请求`,
      items: [],
      success: false,
    })
  })
})

describe('yaoquan.coupon.redeem', () => {
  it('names the order and the time of the one that won', async () => {
    await issue('won')
    expect(await redeem('won', 'SO-1')).toMatchObject({
      success: true,
      redeemedAt: expect.stringMatching(/^2026-11-24 22:/),
    })
    expect(await redeem('won', 'SO-2')).toMatchObject({
      errorCode: 'COUPON_ALREADY_USED',
      errorMessage: expect.stringMatching(/^优惠券已被订单 SO-1 于 2026-11-24 22:\d\d:\d\d 使用$/),
      couponCode: 'won',
      orderId: 'SO-1',
      success: false,
    })
  })

  it('tells what is missing', async () => {
    const coupons = [{ couponCode: 'from-199', ...usable, orderAmount: '199', shop: '01,02', category: '1001' }]
    await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
    expect(await redeem('from-199', 'SO-1', { orderAmount: '187' })).toMatchObject({
      errorCode: 'ORDER_AMOUNT_TOO_LOW',
      errorMessage: '未达到使用门槛，还差12.00元',
      missingAmount: '12.00',
    })
    expect(await redeem('from-199', 'SO-1', { shop: '1' })).toMatchObject({
      errorCode: 'SHOP_NOT_ALLOWED',
      errorMessage: '优惠券不能在该门店使用，可用门店: 01,02',
    })
    const lines = [{ category: '2002', amount: '500' }]
    expect(await redeem('from-199', 'SO-1', { lines })).toMatchObject({ errorCode: 'CATEGORY_NOT_ALLOWED' })
    expect(await redeem('unknown', 'SO-1')).toMatchObject({ errorCode: 'COUPON_NOT_FOUND', couponCode: 'unknown' })
  })

  it('uses several coupons of one order, all or none', async () => {
    await issue('both-1', 'both-2')
    await redeem('both-2', 'SO-0')
    const both = { orderId: 'SO-1', couponCodes: ['both-1', 'both-2'] }
    expect(await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), ...both })).toMatchObject({
      errorCode: 'COUPON_ALREADY_USED',
      couponCode: 'both-2',
      redemptions: [],
    })
    expect(await redeem('both-1', 'SO-2')).toMatchObject({ success: true })
  })

  it('refuses a further coupon once earlier ones cover the order, until one is returned', async () => {
    const coupons = ['f1', 'f2', 'f3'].map((couponCode) => ({ couponCode, ...usable, couponAmount: '50' }))
    await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
    const orderAmount = '60'
    const first = await redeem('f1', 'SO-60', { orderAmount })
    expect(await redeem('f2', 'SO-60', { lines: [{ category: '1', amount: '60' }] })).toMatchObject({ success: true })
    const covered = {
      errorCode: 'ORDER_COVERED',
      errorMessage: '该订单此前的优惠券已抵扣60.00元，不少于订单金额',
      couponCode: 'f3',
      success: false,
    }
    expect(await redeem('f3', 'SO-60', { orderAmount })).toMatchObject(covered)
    const redemptionId = String(first['redemptionId'])
    await call('yaoquan.coupon.return', { outRequestNo: newNo(), redemptionId, reason: '退货' })
    expect(await redeem('f3', 'SO-60', { orderAmount })).toMatchObject({ success: true })
    expect(await redeem('f1', 'SO-60', { orderAmount })).toMatchObject({ ...covered, couponCode: 'f1' })
  })

  it('takes no word of a till that it used a coupon before its issue or during an earlier use', async () => {
    await issue('early')
    const tooEarly = { errorCode: 'REDEEMED_AT_NOT_ALLOWED', couponCode: 'early', success: false }
    expect(await redeem('early', 'SO-1', { redeemedAt: '2026-11-24 22:28:59' })).toMatchObject(tooEarly)
    const first = await redeem('early', 'SO-1')
    await call('yaoquan.coupon.return', {
      outRequestNo: newNo(),
      redemptionId: String(first['redemptionId']),
      reason: '退货',
    })
    const { timeline } = (await caller.client.execute('yaoquan.coupon.get', { couponCode: 'early' })).result
    const returnedAt = String(timeline?.at(-1)?.at)
    const before = momentText(parseMoment(returnedAt) - 1000)
    expect(await redeem('early', 'SO-2', { redeemedAt: before })).toMatchObject({
      ...tooEarly,
      errorMessage: `redeemed_at 过早（早于 ${returnedAt}）：优惠券那时尚未发放，或还未从此前的订单退回`,
    })
    expect(await redeem('early', 'SO-2', { redeemedAt: returnedAt })).toMatchObject({ success: true })
  })

  it('believes the day of issue of coupons that others tell of later', async () => {
    const coupons = [{ couponCode: 'billed', ...usable, billDate: '2026-11-23' }]
    await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
    expect(await redeem('billed', 'SO-1', { redeemedAt: '2026-11-22 23:59:59' })).toMatchObject({
      errorCode: 'REDEEMED_AT_NOT_ALLOWED',
    })
    expect(await redeem('billed', 'SO-1', { redeemedAt: '2026-11-23 00:00:00' })).toMatchObject({ success: true })
  })

  it('takes no code apart, since none has a comma', async () => {
    await issue('a,b', 'a', 'b')
    expect(
      await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: [{ couponCode: 'a,b' }] }),
    ).toMatchObject({
      items: [{ couponCode: 'a,b', outcome: 'invalid', field: 'coupon_code', rule: '不能含有逗号' }],
    })
    const requested = { outRequestNo: newNo(), couponCodes: ['a,b'], orderId: 'SO-1' }
    expect(await call('yaoquan.coupon.redeem', requested)).toMatchObject({
      errorCode: 'COUPON_NOT_FOUND',
      couponCode: 'a,b',
    })
  })

  it.each([
    ['no code', { orderId: 'SO-1' }, 'coupon_code 与 coupon_codes 应传其一'],
    ['both', { orderId: 'SO-1', couponCode: 'a', couponCodes: ['a'] }, 'coupon_code 与 coupon_codes 应传其一'],
    ['an amount that is none', { orderId: 'SO-1', couponCode: 'a', orderAmount: '1.234' }, 'order_amount 应为'],
    ['a moment that is none', { orderId: 'SO-1', couponCode: 'a', redeemedAt: 'today' }, 'redeemed_at 应为'],
  ])('answers a broken call with code 50: %s', async (_name, params, message) => {
    const broken = caller.client.execute('yaoquan.coupon.redeem', { outRequestNo: newNo(), ...params })
    await expect(broken).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining(message) })
  })
})

describe('yaoquan.coupon.hold', () => {
  it('keeps a coupon for one order, which may redeem it', async () => {
    await issue('held')
    const held = await call('yaoquan.coupon.hold', {
      outRequestNo: newNo(),
      couponCode: 'held',
      orderId: 'SO-1',
      ttlSeconds: 900,
    })
    expect(held).toMatchObject({ heldUntil: expect.stringMatching(/^2026-11-24 22:4/), success: true })
    expect(await redeem('held', 'SO-2')).toMatchObject({
      errorCode: 'COUPON_HELD',
      errorMessage: `优惠券被订单 SO-1 占用至 ${held['heldUntil']}`,
      orderId: 'SO-1',
      time: held['heldUntil'],
    })
    expect((await caller.client.queryCoupons({ couponCode: 'held' })).coupons).toMatchObject([{ status: '4' }])
    expect(await redeem('held', 'SO-1')).toMatchObject({ success: true })
    expect((await caller.client.queryCoupons({ couponCode: 'held' })).coupons).toMatchObject([{ status: '1' }])
  })

  it('is free again once released, and releasing twice is no error', async () => {
    await issue('released')
    const order = { couponCode: 'released', orderId: 'SO-1' }
    await call('yaoquan.coupon.hold', { outRequestNo: newNo(), ...order, ttlSeconds: 900 })
    for (const answer of [{ success: true }, { unchanged: true, success: true }]) {
      expect(await call('yaoquan.coupon.release', { outRequestNo: newNo(), ...order })).toEqual(answer)
    }
    expect(await redeem('released', 'SO-2')).toMatchObject({ success: true })
  })
})

describe('yaoquan.coupon.return', () => {
  it('makes a coupon usable again, once', async () => {
    await issue('returned')
    const { redemptionId } = await redeem('returned', 'SO-1')
    const input = { redemptionId: String(redemptionId), reason: '顾客退货' }
    const answer = { couponCode: 'returned', endDate: '2026-12-31', success: true }
    expect(await call('yaoquan.coupon.return', { outRequestNo: newNo(), ...input })).toEqual(answer)
    expect(await call('yaoquan.coupon.return', { outRequestNo: newNo(), ...input })).toEqual({
      ...answer,
      alreadyDone: true,
    })
    expect(await redeem('returned', 'SO-2')).toMatchObject({ success: true })
    expect(await call('yaoquan.coupon.return', { outRequestNo: newNo(), ...input })).toEqual({
      ...answer,
      alreadyDone: true,
    })
    expect(await redeem('returned', 'SO-3')).toMatchObject({ errorCode: 'COUPON_ALREADY_USED', orderId: 'SO-2' })
  })

  it('knows no redemption of another number', async () => {
    const input = { redemptionId: 'ZZZZZZZZZZZZZZZZ', reason: '顾客退货' }
    expect(await call('yaoquan.coupon.return', { outRequestNo: newNo(), ...input })).toMatchObject({
      errorCode: 'REDEMPTION_NOT_FOUND',
    })
  })
})

describe('yaoquan.coupon.void', () => {
  it('voids what is unused and refuses what is not, one by one', async () => {
    await issue('v-unused', 'v-used', 'v-void')
    await redeem('v-used', 'SO-1')
    const reason = '活动取消'
    await call('yaoquan.coupon.void', { outRequestNo: newNo(), couponCodes: ['v-void'], reason })
    const couponCodes = ['v-used', 'v-unused', 'v-void', 'v-nobody']
    expect(await call('yaoquan.coupon.void', { outRequestNo: newNo(), couponCodes, reason })).toMatchObject({
      errorCode: 'PARTLY_FAILED',
      voidedCount: 1,
      refusedCount: 2,
      items: [
        { couponCode: 'v-used', outcome: 'used', orderId: 'SO-1' },
        { couponCode: 'v-unused', outcome: 'voided' },
        { couponCode: 'v-void', outcome: 'already_void' },
        { couponCode: 'v-nobody', outcome: 'not_found' },
      ],
    })
    expect(await redeem('v-unused', 'SO-2')).toMatchObject({ errorCode: 'COUPON_VOID' })
    expect((await caller.client.queryCoupons({ couponCode: 'v-unused' })).coupons).toMatchObject([{ status: '3' }])
  })

  it('voids a whole template in parts, and tells the same when asked again', async () => {
    const coupons = Array.from({ length: 1000 }, (_, place) => ({ couponCode: `t-${place}`, couponId: 'T', ...usable }))
    await call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons })
    await redeem('t-700', 'SO-1')
    const input = { outRequestNo: newNo(), couponId: 'T', reason: '活动取消' }
    const answer = { voidedCount: 999, refusedCount: 1, items: [], errorCode: 'PARTLY_FAILED', success: false }
    expect(await call('yaoquan.coupon.void', input)).toMatchObject(answer)
    expect(await call('yaoquan.coupon.void', input)).toMatchObject({ ...answer, alreadyDone: true })
  })
})

describe('yaoquan.coupon.get', () => {
  it('shows a coupon and everything that happened to it', async () => {
    await issue('seen')
    const { redemptionId } = await redeem('seen', 'SO-SEEN', { shop: '01' })
    const found = await call('yaoquan.coupon.get', { couponCode: 'seen' })
    expect(found).toMatchObject({
      coupon: {
        couponCode: 'seen',
        phone: '18612255668',
        status: '1',
        orderId: 'SO-SEEN',
        redemptionId,
        usedShop: '01',
      },
      timeline: [
        { kind: 'issued', actor: `app:${testApp.appKey}` },
        { kind: 'redeemed', before: '{"state":"unused","end_date":"2026-12-31"}' },
      ],
      success: true,
    })
  })

  it('knows no coupon of another code', async () => {
    expect(await call('yaoquan.coupon.get', { couponCode: 'nobody' })).toMatchObject({ errorCode: 'COUPON_NOT_FOUND' })
  })
})

describe('yaoquan.event.list', () => {
  it('gives every event once, in order, from any number on', async () => {
    const all: unknown[] = []
    for (let afterSeq = 0; ; ) {
      const page = await caller.client.execute('yaoquan.event.list', { afterSeq, limit: 7 })
      if (page.result.events.length === 0) break
      all.push(...page.result.events.map(({ eventSeq }) => eventSeq))
      afterSeq = page.result.lastSeq
      if (afterSeq > 50) break
    }
    expect(all).toEqual(all.map((_, place) => place + 1))
    expect(all.length).toBeGreaterThan(30)
  })
})
