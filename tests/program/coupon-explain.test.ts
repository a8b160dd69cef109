import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { couponsOf, orderJson, orderSync } from '../harness/order-calls.ts'
import { signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const explain = 'yaoquan.coupon.explain'
const appSecret = 'a-secret-of-24-characters'
const phone = '18612255668'
let server: TestServer
/** Methods that take no request number. */
const unnumbered = [explain, orderSync, 'yaoquan.member.get']
let numbers = 0

type Change = Readonly<Record<string, string | number>>
type Explanation = Readonly<{
  coupon_code?: string
  state?: string
  usable: boolean
  reason_code?: string
  reason?: string
  reasons?: Readonly<{ coupon_reason?: readonly Readonly<{ reason_code: string }>[] }>
  nearest_change?: Change
}>
type Result = Readonly<Record<string, unknown>> &
  Readonly<{ success: boolean; error_code?: string; redemption_id?: string }>

type App = Readonly<{ appKey: string; appSecret: string }>

/** Makes a call and gives its result, and the number of the answer. */
async function call(method: string, input: Readonly<Record<string, string>>, app: App = testApp) {
  numbers += 1
  const number = unnumbered.includes(method) ? {} : { out_request_no: `E${numbers}` }
  const parameters = signedParameters({ method, app_key: app.appKey, ...number, ...input }, app.appSecret)
  const answer = await fetch(`${server.url}/router/rest`, { method: 'POST', body: new URLSearchParams(parameters) })
  const text = await answer.text()
  const { request_id: requestId, result } = JSON.parse(text)[`${method.replaceAll('.', '_')}_response`] ?? {}
  if (result === undefined) throw new Error(text)
  return { requestId: String(requestId), result: result as Result, text }
}

function explanationsOf({ explanations }: Result): readonly Explanation[] {
  const list = explanations as Readonly<{ coupon_explanation?: readonly Explanation[] }>
  return list.coupon_explanation ?? []
}

async function explained(input: Readonly<Record<string, string>>): Promise<Explanation> {
  const { result, text } = await call(explain, input)
  const [only, ...others] = explanationsOf(result)
  if (only === undefined || others.length > 0) throw new Error(text)
  return only
}

/** Explains a refused call, once it is stored. */
async function explainedCall(requestId: string): Promise<Result> {
  const ask = async () => (await call(explain, { request_id: requestId })).result
  await expect.poll(async () => (await ask()).success).toBe(true)
  return ask()
}

async function saveTemplate(template: object): Promise<void> {
  const terms = { coupon_name: '券', kind: 'cash', coupon_amount: '10', valid_from_day: 0, valid_to_day: 9 }
  const { text, result } = await call('yaoquan.template.save', { template: JSON.stringify({ ...terms, ...template }) })
  if (!result.success) throw new Error(text)
}

async function claimed(couponId: string): Promise<string> {
  const { text } = await call('yaoquan.coupon.claim', { coupon_id: couponId, phone })
  const code = /"coupon_code":"(\w+)"/.exec(text)?.[1]
  if (code === undefined) throw new Error(text)
  return code
}

async function issue(coupons: readonly object[]): Promise<void> {
  const { text, result } = await call('yaoquan.coupon.issue', { coupons: JSON.stringify(coupons) })
  if (!result.success) throw new Error(text)
}

beforeAll(async () => {
  server = await startTestServer(async ({ createApp, setShopGroup, changePolicy }) => {
    const app = { name: 'app', sellerIds: ['111'], appSecret }
    await createApp({ ...app, appKey: 'till', grants: { preset: 'till', allowed: [], denied: [] } })
    await setShopGroup({ sellerId: '111', name: 'east', shops: '01,02' })
    const changes = { memberWeekdays: [6], rulePacks: [{ pack: 'rx-excluded', version: 1 }] } as const
    await changePolicy({ sellerId: '111', changes })
  })
  await saveTemplate({
    coupon_id: 'full',
    kind: 'full_reduction',
    coupon_amount: '30',
    order_amount: '100',
    category: '10',
  })
  await saveTemplate({ coupon_id: 'hours', hours: '09:00-12:00' })
  await saveTemplate({ coupon_id: 'days', member_day_only: true })
  await saveTemplate({ coupon_id: 'gold', member_levels: '金卡' })
  await saveTemplate({ coupon_id: 'app', channels: 'app,erp' })
  await saveTemplate({ coupon_id: 'east', shop: '09,@east' })
  await saveTemplate({ coupon_id: 'alone', stackable: false })
  await saveTemplate({ coupon_id: 'both', kind: 'full_reduction', coupon_amount: '5', order_amount: '100', shop: '09' })
  await issue([
    { coupon_code: 'plain', coupon_amount: '10', phone },
    { coupon_code: 'expired', coupon_amount: '10', end_date: '2026-11-23' },
    { coupon_code: 'future', coupon_amount: '10', start_date: '2026-12-01' },
    { coupon_code: 'held', coupon_amount: '10' },
    { coupon_code: 'used', coupon_amount: '10' },
    { coupon_code: 'void', coupon_amount: '10' },
  ])
  await call('yaoquan.coupon.hold', { coupon_code: 'held', order_id: 'SO-H', ttl_seconds: '600' })
  await call('yaoquan.coupon.redeem', { coupon_code: 'used', order_id: 'SO-U' })
  await call('yaoquan.coupon.void', { coupon_codes: 'void', reason: '活动取消' })
})

afterAll(() => server.close())

describe('a coupon at a moment: why, and the one change', () => {
  const lines = (...all: readonly object[]) => ({ lines: JSON.stringify(all) })
  type Row = readonly [
    name: string,
    asked: Readonly<Record<string, string>>,
    reason: string,
    text: string,
    change: Change,
  ]
  it.each<Row>([
    [
      'expired',
      { coupon_code: 'expired' },
      'EXPIRED',
      '已于 2026-11-23 过期',
      { change_code: 'EXTEND', end_date: '2026-11-24' },
    ],
    [
      'not started',
      { coupon_code: 'future' },
      'NOT_STARTED',
      '未到使用时间，2026-12-01 起可用',
      { change_code: 'MOMENT', at: '2026-12-01 00:00:00' },
    ],
    [
      'held',
      { coupon_code: 'held', order_id: 'SO-1' },
      'HELD_BY',
      '被订单 SO-H 占用至 2026-11-24 22:39',
      { change_code: 'RELEASE_HOLD', order_id: 'SO-H' },
    ],
    ['used', { coupon_code: 'used' }, 'USED_BY', '已被订单 SO-U 于 2026-11-24 22:29', { change_code: 'NONE' }],
    ['void', { coupon_code: 'void' }, 'VOID', '已作废：活动取消', { change_code: 'NONE' }],
    [
      'too little of its category',
      { template: 'full', ...lines({ amount: '80.00', category: '10' }, { amount: '50.00', category: '20' }) },
      'SHORT',
      '适用商品 80.00 元，还差 20.00 元',
      { change_code: 'AMOUNT', amount: '20.00' },
    ],
    [
      'nothing of its category',
      { template: 'full', ...lines({ amount: '500.00', category: '20' }) },
      'NO_SCOPE',
      '没有适用商品',
      { change_code: 'AMOUNT', amount: '100.00' },
    ],
    [
      'prescription drugs only',
      { template: 'gold', member_level: '金卡', ...lines({ amount: '50.00', drug_class: 'rx' }) },
      'EXCLUDED_RX',
      '1 个处方药不参与',
      { change_code: 'AMOUNT', amount: '0.01' },
    ],
    ['another level', { template: 'gold' }, 'LEVEL', '仅限 金卡', { change_code: 'LEVEL', member_level: '金卡' }],
    [
      'another channel',
      { template: 'app', channel: 'web' },
      'CHANNEL',
      '仅限 app、erp',
      { change_code: 'CHANNEL', channel: 'app' },
    ],
    [
      'another shop',
      { template: 'east', shop: '03' },
      'SHOP',
      '本店 03 不在可用门店内',
      { change_code: 'SHOP', shop: '09' },
    ],
    [
      'outside of its hours',
      { template: 'hours', at: '2026-11-24 22:40:00' },
      'WINDOW',
      '09:00-12:00 可用',
      { change_code: 'MOMENT', at: '2026-11-25 09:00:00' },
    ],
    [
      'not on a member day',
      { template: 'days', at: '2026-11-24 22:40:00' },
      'MEMBER_DAY',
      '仅会员日可用',
      { change_code: 'MOMENT', at: '2026-11-28 00:00:00' },
    ],
    [
      'two faults',
      { template: 'both', shop: '03', ...lines({ amount: '80.00' }) },
      'SHOP',
      '本店 03 不在可用门店内',
      { change_code: 'NONE' },
    ],
  ])('%s', async (_name, { template, ...asked }, reasonCode, text, change) => {
    const coupon = template === undefined ? {} : { coupon_code: await claimed(template) }
    const found = await explained({ ...coupon, ...asked })
    expect(found).toMatchObject({ usable: false, reason_code: reasonCode, nearest_change: change })
    expect(found.reason).toContain(text)
  })

  it('all reasons are listed, the one of the refusal first', async () => {
    const input = { shop: '03', lines: JSON.stringify([{ amount: '80.00' }]), at: '2027-01-01 10:00:00' }
    const { reasons, state } = await explained({ coupon_code: await claimed('both'), ...input })
    const codes = reasons?.coupon_reason?.map(({ reason_code: code }) => code)
    expect([state, codes]).toEqual(['expired', ['EXPIRED', 'SHOP', 'SHORT']])
  })

  it('a usable one has no reason and no change; a hold of the order itself is none', async () => {
    for (const input of [{ coupon_code: 'plain' }, { coupon_code: 'held', order_id: 'SO-H' }]) {
      const found = await explained(input)
      expect(found).toMatchObject({ usable: true })
      expect(found).not.toHaveProperty('reason_code')
      expect(found).not.toHaveProperty('nearest_change')
    }
  })

  it('before its issue there was no coupon', async () => {
    expect(await explained({ coupon_code: 'plain', at: '2026-11-24 22:00:00' })).toMatchObject({
      state: 'unknown',
      usable: false,
      reason_code: 'COUPON_NOT_FOUND',
      nearest_change: { change_code: 'NONE' },
    })
  })
})

describe('a refused call', () => {
  it('is explained by what held then, whatever changed since', async () => {
    const coupon_code = await claimed('east')
    await call('yaoquan.coupon.hold', { coupon_code, order_id: 'SO-A', ttl_seconds: '600' })
    const held = await call('yaoquan.coupon.redeem', { coupon_code, order_id: 'SO-B', shop: '01' })
    expect(held.result.error_code).toBe('COUPON_HELD')
    await call('yaoquan.coupon.release', { coupon_code, order_id: 'SO-A' })
    const elsewhere = await call('yaoquan.coupon.redeem', { coupon_code, order_id: 'SO-B', shop: '03' })
    expect(elsewhere.result.error_code).toBe('SHOP_NOT_ALLOWED')
    await server.administration.setShopGroup({ sellerId: '111', name: 'east', shops: '03' })
    await saveTemplate({ coupon_id: 'east', shop: '01' })
    await call('yaoquan.coupon.redeem', { coupon_code, order_id: 'SO-C', shop: '03' })
    await call('yaoquan.coupon.void', { coupon_codes: coupon_code, reason: '取消' })
    expect(await explainedCall(held.requestId)).toMatchObject({
      call: {
        call_request_id: held.requestId,
        method: 'yaoquan.coupon.redeem',
        app_key: testApp.appKey,
        refused_code: 'COUPON_HELD',
      },
      explanations: {
        coupon_explanation: [
          {
            coupon_code,
            template_version: 1,
            state: 'held',
            reason_code: 'HELD_BY',
            nearest_change: { order_id: 'SO-A' },
          },
        ],
      },
    })
    const [found] = explanationsOf(await explainedCall(elsewhere.requestId))
    expect(found).toMatchObject({ state: 'unused', reason_code: 'SHOP', nearest_change: { shop: '09' } })
    await server.administration.setShopGroup({ sellerId: '111', name: 'east', shops: '01,02' })
  })

  it('names the coupon to leave out', async () => {
    const coupon_codes = `${await claimed('alone')},${await claimed('app')}`
    const { requestId, result } = await call('yaoquan.coupon.redeem', {
      coupon_codes,
      order_id: 'SO-2',
      channel: 'app',
      lines: JSON.stringify([{ amount: '90.00' }]),
    })
    expect(result.error_code).toBe('NOT_STACKABLE')
    const [found] = explanationsOf(await explainedCall(requestId))
    const [alone, other] = coupon_codes.split(',')
    expect(found).toMatchObject({
      coupon_code: alone,
      usable: false,
      reason_code: 'NOT_STACKABLE',
      nearest_change: { change_code: 'WITHOUT_COUPON', coupon_code: other },
    })
  })

  it('of an order that named several coupons explains each', async () => {
    const order = orderJson({ order_id: 'SO-9', coupons: couponsOf('used', 'expired') })
    const { requestId } = await call(orderSync, { order: JSON.stringify(order) })
    const found = explanationsOf(await explainedCall(requestId))
    expect(found.map(({ coupon_code: code, reason_code: reason }) => [code, reason])).toEqual([
      ['used', 'USED_BY'],
      ['expired', 'EXPIRED'],
    ])
  })

  it('of a version of an order is judged beside the versions before it, not those after it', async () => {
    await saveTemplate({
      coupon_id: 'kept',
      kind: 'cash',
      coupon_amount: '5',
      stackable: 'false',
      return_policy: 'none',
    })
    const [kept, later] = [await claimed('kept'), await claimed('kept')]
    const sync = async (minute: number, code: string) => {
      const version = { order_id: 'SO-10', update_time: `2026-11-24 11:0${minute}:00`, coupons: couponsOf(code) }
      return call(orderSync, { order: JSON.stringify(orderJson(version)) })
    }
    await sync(1, kept)
    const { requestId } = await sync(2, 'expired')
    await sync(3, later)
    const result = await explainedCall(requestId)
    expect(result['call']).not.toHaveProperty('is_different')
    // A coupon that the order itself used before and had to keep does not stand against it.
    expect(explanationsOf(result)).toMatchObject([
      { coupon_code: 'expired', reason_code: 'EXPIRED', nearest_change: { change_code: 'EXTEND' } },
    ])
  })

  it('of claims names how many are left', async () => {
    await saveTemplate({ coupon_id: 'two', member_total: 2 })
    const { requestId, result } = await call('yaoquan.coupon.claim', { coupon_id: 'two', phone, count: '3' })
    expect(result.error_code).toBe('MEMBER_LIMIT_REACHED')
    const answer = await explainedCall(requestId)
    expect(explanationsOf(answer)).toMatchObject([
      { coupon_id: 'two', reason_code: 'MEMBER_LIMIT_REACHED', nearest_change: { change_code: 'COUNT', count: 2 } },
    ])
    expect(JSON.stringify(answer)).not.toContain(phone)
  })

  it('whose member was erased keeps its code only', async () => {
    await issue([{ coupon_code: 'of-erased', phone: '13900000001', end_date: '2026-11-23' }])
    const { requestId } = await call('yaoquan.coupon.redeem', { coupon_code: 'of-erased', order_id: 'SO-3' })
    await explainedCall(requestId)
    const { text } = await call('yaoquan.member.get', { phone: '13900000001' })
    const member_id = /"member_id":"(M\d+)"/.exec(text)?.[1] ?? ''
    await call('yaoquan.member.erase', { member_id, reason: '本人要求' })
    expect(await explainedCall(requestId)).toMatchObject({
      call: { refused_code: 'COUPON_EXPIRED', content_removed: true },
      explanations: {},
    })
  })

  it('of another seller, or that succeeded, is unknown', async () => {
    const done = await call('yaoquan.coupon.hold', { coupon_code: 'plain', order_id: 'SO-4', ttl_seconds: '1' })
    for (const request_id of [done.requestId, 'unknown']) {
      const { result } = await call(explain, { request_id })
      expect(result).toMatchObject({ success: false, error_code: 'REFUSAL_NOT_FOUND' })
    }
  })
})

describe('what is asked', () => {
  it.each<readonly [asked: Readonly<Record<string, string>>, message: string]>([
    [{}, 'coupon_code 与 request_id 应传其一'],
    [{ request_id: 'x', coupon_code: 'plain' }, 'request_id 与其他参数不能同时传'],
    [{ coupon_code: 'plain', at: '2026-02-30 00:00:00' }, 'at 的值 2026-02-30 00:00:00 不合法'],
    [{ coupon_code: 'plain', lines: '[{"amount":"-1"}]' }, 'lines[0].amount 应为0到1000000000元的金额'],
  ])('refuses %j', async (input, message) => {
    await expect(call(explain, input)).rejects.toThrow(message)
  })

  it('a coupon that never existed is not found', async () => {
    const { result } = await call(explain, { coupon_code: 'nobody' })
    expect(result).toMatchObject({ success: false, error_code: 'COUPON_NOT_FOUND' })
  })

  it('a till may ask', async () => {
    const { result } = await call(explain, { coupon_code: 'expired' }, { appKey: 'till', appSecret })
    expect(explanationsOf(result)).toMatchObject([{ reason_code: 'EXPIRED' }])
  })
})
