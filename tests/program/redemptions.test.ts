import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

/** Coupons, and what was redeemed: the order of the rows is not the order of time. */
const uses = [
  { code: 'A', order: 'SO-1', shop: '01', at: '2026-11-23 23:59:59' },
  { code: 'B', order: 'SO-1', shop: '01', at: '2026-11-24 00:00:00' },
  { code: 'C', order: 'SO-2', shop: '02', at: '2026-11-22 12:00:00' },
  { code: 'D', order: 'POS-13900000012', shop: '02', at: '2026-11-24 22:00:00' },
  { code: 'E', order: 'SO-3', shop: undefined, at: '2026-11-24 22:20:00' },
] as const

type Row = Readonly<{ redemptionId: string; couponCode: string; redeemedAt: string }>
type Page = Readonly<{ redemptions: readonly Row[]; nextCursor?: string; errorCode?: string }>

const idOf = new Map<string, string>()

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
    for (const preset of ['till', 'read', 'marketing', 'none']) await app(preset, '111', preset)
  })
  caller = lifecycleClient(server)
  const coupons = uses.map(({ code: couponCode }) => ({ couponCode, couponId: '11', couponName: '满100减50' }))
  await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons: coupons.map(early) })
  for (const use of uses) idOf.set(use.code, await redeem(use))
  await giveBack('C')
})

afterAll(() => server.close())

const early = (coupon: object) => ({ ...coupon, billDate: '2026-11-01' })
const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)

async function redeem({
  code,
  order,
  shop,
  at,
}: Readonly<{ code: string; order: string; shop?: string | undefined; at?: string }>) {
  const input = { couponCode: code, orderId: order, shop, redeemedAt: at }
  const { redemptionId } = await call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), ...input })
  return String(redemptionId)
}

async function giveBack(code: string, reason = '顾客退货'): Promise<void> {
  const redemptionId = idOf.get(code) ?? ''
  expect(await call('yaoquan.coupon.return', { outRequestNo: caller.newNo(), redemptionId, reason })).toMatchObject({
    success: true,
  })
}

/** What an app of the test gets for a call. */
async function callAs(appKey: string, method: string, params: Readonly<Record<string, string>>) {
  const text = await post(server.url, signedParameters({ method, app_key: appKey, ...params }))
  const answer: Readonly<Record<string, { result?: Record<string, unknown>; sub_msg?: string; code?: number }>> =
    JSON.parse(text)
  return Object.values(answer)[0]
}

const page = async (requested: object) => (await call('yaoquan.redemption.list', requested)) as Page

/** All pages of a list. */
async function list(filter: object, limit = 100): Promise<readonly Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const { redemptions, nextCursor } = await page({ ...filter, cursor, limit })
    rows.push(...redemptions)
    cursor = nextCursor
  } while (cursor !== undefined)
  return rows
}

const codesOf = (rows: readonly Row[]) => rows.map(({ couponCode }) => couponCode).join('')

describe('yaoquan.redemption.get', () => {
  it('gives a redemption with its coupon', async () => {
    expect(await call('yaoquan.redemption.get', { redemptionId: idOf.get('A') ?? '' })).toEqual({
      redemption: {
        redemptionId: idOf.get('A'),
        couponCode: 'A',
        couponId: '11',
        couponName: '满100减50',
        orderId: 'SO-1',
        shop: '01',
        redeemedAt: '2026-11-23 23:59:59',
      },
      success: true,
    })
  })

  it('gives what was returned with time and reason, and leaves out a shop that was not sent', async () => {
    const { redemption: returned } = await call('yaoquan.redemption.get', { redemptionId: idOf.get('C') ?? '' })
    expect(returned).toMatchObject({
      returnedAt: expect.stringMatching(/^2026-11-24 22:\d\d:\d\d$/),
      returnReason: '顾客退货',
    })
    const { redemption } = await call('yaoquan.redemption.get', { redemptionId: idOf.get('E') ?? '' })
    expect(Object.keys(Object(redemption))).not.toContain('shop')
  })

  it('gives order ids that contain a phone', async () => {
    expect(await call('yaoquan.redemption.get', { redemptionId: idOf.get('D') ?? '' })).toMatchObject({
      redemption: { orderId: 'POS-13900000012' },
    })
  })

  it('knows no redemption that does not exist, nor one of another seller', async () => {
    const refused = { errorCode: 'REDEMPTION_NOT_FOUND', success: false }
    expect(await call('yaoquan.redemption.get', { redemptionId: 'NONE' })).toMatchObject(refused)
    const answer = await callAs('other', 'yaoquan.redemption.get', { redemption_id: idOf.get('A') ?? '' })
    expect(answer).toMatchObject({ result: { error_code: 'REDEMPTION_NOT_FOUND' } })
  })
})

describe('yaoquan.redemption.list', () => {
  it.each<readonly [name: string, filter: object, codes: string]>([
    ['everything, by time', {}, 'CABDE'],
    ['an order', { orderId: 'SO-1' }, 'AB'],
    ['an order whose id contains a phone', { orderId: 'POS-13900000012' }, 'D'],
    ['no order that was never named', { orderId: 'SO-9' }, ''],
    ['no order with a phone that was never named', { orderId: 'POS-13900000099' }, ''],
    ['a shop', { shop: '02' }, 'CD'],
    ['a shop that redeemed nothing', { shop: '03' }, ''],
    ['a coupon', { couponCode: 'B' }, 'B'],
    ['no coupon that does not exist', { couponCode: 'nothing' }, ''],
    ['a day from its first second', { day: '2026-11-24' }, 'BDE'],
    ['a day to its last second', { day: '2026-11-23' }, 'A'],
    ['days, both inclusive', { redeemedFrom: '2026-11-22', redeemedTo: '2026-11-23' }, 'CA'],
    ['from a second', { redeemedFrom: '2026-11-24 22:00:00' }, 'DE'],
    ['from the second after', { redeemedFrom: '2026-11-24 22:00:01' }, 'E'],
    ['to a second', { redeemedTo: '2026-11-24 00:00:00' }, 'CAB'],
    ['to the second before', { redeemedTo: '2026-11-23 23:59:59' }, 'CA'],
    ['one second', { redeemedFrom: '2026-11-24 00:00:00', redeemedTo: '2026-11-24 00:00:00' }, 'B'],
    ['returned ones', { returned: true }, 'C'],
    ['those that were not returned', { returned: false }, 'ABDE'],
    ['an order on a day', { orderId: 'SO-1', day: '2026-11-24' }, 'B'],
    ['a shop on a day, not returned', { shop: '02', day: '2026-11-22', returned: false }, ''],
    ['a shop on a day, returned', { shop: '02', day: '2026-11-22', returned: true }, 'C'],
    ['an order in a shop', { orderId: 'SO-1', shop: '02' }, ''],
    ['a coupon on another order', { couponCode: 'A', orderId: 'SO-2' }, ''],
    ['a coupon on its order in its shop', { couponCode: 'A', orderId: 'SO-1', shop: '01', returned: false }, 'A'],
  ])('finds %s, whatever the size of pages', async (_name, filter, codes) => {
    for (const limit of [1, 2, 100]) expect(codesOf(await list(filter, limit))).toBe(codes)
  })

  it('gives what get gives', async () => {
    for (const row of await list({})) {
      const { redemption } = await call('yaoquan.redemption.get', { redemptionId: row.redemptionId })
      expect(redemption).toEqual(row)
    }
  })

  it.each<readonly [params: Readonly<Record<string, string>>, said: string]>([
    [{ day: '2026-02-30' }, '非法参数: day 应为 YYYY-MM-DD 格式的有效日期'],
    [{ day: '2026-11-24', redeemed_from: '2026-11-24' }, '非法参数: day 与 redeemed_from、redeemed_to 不能同时传'],
    [{ day: '2026-11-24', redeemed_to: '2026-11-24' }, '非法参数: day 与 redeemed_from、redeemed_to 不能同时传'],
    [
      { redeemed_from: '2026-13-01' },
      '非法参数: redeemed_from 应为 YYYY-MM-DD 的日期或 YYYY-MM-DD HH:mm:ss 的时间（GMT+8）',
    ],
    [
      { redeemed_to: '2026-11-24 24:00:00' },
      '非法参数: redeemed_to 应为 YYYY-MM-DD 的日期或 YYYY-MM-DD HH:mm:ss 的时间（GMT+8）',
    ],
    [{ redeemed_from: '2026-11-24', redeemed_to: '2026-11-23' }, '非法参数: redeemed_to 不得早于 redeemed_from'],
    [
      { redeemed_from: '2026-11-24 00:00:01', redeemed_to: '2026-11-24 00:00:00' },
      '非法参数: redeemed_to 不得早于 redeemed_from',
    ],
    [{ limit: '0' }, 'limit'],
    [{ limit: '201' }, 'limit'],
    [{ returned: 'maybe' }, 'returned'],
    [{ order_id: 'x'.repeat(65) }, 'order_id'],
  ])('refuses %j', async (params, said) => {
    const answer = await callAs('till', 'yaoquan.redemption.list', params)
    expect(answer?.sub_msg).toContain(said)
  })

  it('refuses a cursor of other filters, one that was altered, and one of another list', async () => {
    const { nextCursor = '' } = await page({ limit: 1 })
    for (const input of [
      { cursor: nextCursor, shop: '01' },
      { cursor: nextCursor.slice(0, -1) },
      { cursor: 'c1.7.abc' },
    ]) {
      expect(await page(input)).toMatchObject({ errorCode: 'INVALID_CURSOR', success: false, redemptions: [] })
    }
  })

  it('gives nothing of another seller', async () => {
    const theirs = lifecycleClient(server, undefined, { appKey: 'other', appSecret: 'helloworld' })
    expect(await theirs.call('yaoquan.redemption.list', {})).toEqual({ redemptions: [], success: true })
    const coupon = { couponCode: 'A', billDate: '2026-11-01' }
    await theirs.call('yaoquan.coupon.issue', { outRequestNo: '1', coupons: [coupon] })
    await theirs.call('yaoquan.coupon.redeem', { outRequestNo: '2', couponCode: 'A', orderId: 'SO-1', shop: '01' })
    for (const filter of [{}, { orderId: 'SO-1' }, { shop: '01' }, { couponCode: 'A' }]) {
      const { redemptions } = await theirs.call('yaoquan.redemption.list', filter)
      expect(redemptions).toMatchObject([{ couponCode: 'A', orderId: 'SO-1' }])
      expect(JSON.stringify(redemptions)).not.toContain(idOf.get('A'))
    }
  })

  it('gives what the coupon took off, and of which line, also after its return', async () => {
    const input = { outRequestNo: caller.newNo(), orderId: 'SO-AMOUNTS' }
    const coupons = [{ couponCode: 'AMOUNTS', couponAmount: '50', orderAmount: '200' }]
    await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
    const lines = [
      { lineNo: 1, category: '1001', amount: '140.00' },
      { lineNo: 7, category: '1002', amount: '60.00' },
    ]
    const { redemptionId } = await call('yaoquan.coupon.redeem', { ...input, couponCode: 'AMOUNTS', lines })
    idOf.set('AMOUNTS', String(redemptionId))
    const amounts = {
      offAmount: '50.00',
      lines: [
        { lineNo: 1, offAmount: '35.00' },
        { lineNo: 7, offAmount: '15.00' },
      ],
    }
    const got = () => call('yaoquan.redemption.get', { redemptionId: String(redemptionId) })
    expect(await got()).toMatchObject({ redemption: amounts })
    await giveBack('AMOUNTS')
    expect(await got()).toMatchObject({ redemption: { ...amounts, returnReason: '顾客退货' } })
    expect(await list({ orderId: 'SO-AMOUNTS' })).toMatchObject([amounts])
  })

  it('tells after a lost answer that a redemption went through, and on which order', async () => {
    await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons: [{ couponCode: 'LOST' }] })
    expect(await list({ orderId: 'SO-LOST' })).toEqual([])
    const redemptionId = await redeem({ code: 'LOST', order: 'SO-LOST' })
    expect(await list({ orderId: 'SO-LOST', returned: false })).toMatchObject([{ redemptionId, couponCode: 'LOST' }])
    const retried = { outRequestNo: caller.newNo(), couponCode: 'LOST', orderId: 'SO-LOST' }
    const refused = { errorCode: 'COUPON_ALREADY_USED', orderId: 'SO-LOST' }
    expect(await call('yaoquan.coupon.redeem', retried)).toMatchObject(refused)
    idOf.set('LOST', redemptionId)
    await giveBack('LOST')
    expect(await list({ orderId: 'SO-LOST', returned: false })).toEqual([])
    const again = await redeem({ code: 'LOST', order: 'SO-LOST' })
    const both = await list({ couponCode: 'LOST' })
    expect(both.map((row) => row.redemptionId)).toEqual([redemptionId, again])
  })

  it('gives each redemption once while others come in, of one second too', async () => {
    const codes = Array.from({ length: 30 }, (_, place) => `P${String(place).padStart(2, '0')}`)
    await call('yaoquan.coupon.issue', {
      outRequestNo: caller.newNo(),
      coupons: codes.map((couponCode) => early({ couponCode })),
    })
    const at = '2026-11-23 10:00:00'
    const redeemAll = async (some: readonly string[]) => {
      for (const code of some) await redeem({ code, order: `SO-${code}`, shop: 'P', at })
    }
    await redeemAll(codes.slice(0, 15))
    const seen: string[] = []
    let [cursor, left]: [string | undefined, readonly string[]] = [undefined, codes.slice(15)]
    do {
      const { redemptions, nextCursor } = await page({ shop: 'P', limit: 4, cursor })
      seen.push(...redemptions.map(({ couponCode }) => couponCode))
      await redeemAll(left.slice(0, 3))
      ;[cursor, left] = [nextCursor, left.slice(3)]
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(codes.slice(0, 15)))
  })

  it('shows no reason and no order id of a member who was erased, if only that member had them', async () => {
    const [couponCode, orderId] = ['GONE', 'POS-13900000077']
    const coupon = { couponCode, phone: '13900000077', cardNo: 'K77' }
    await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons: [coupon] })
    idOf.set('GONE', await redeem({ code: couponCode, order: orderId }))
    await giveBack('GONE', '王小明不要了')
    expect(await list({ orderId })).toMatchObject([{ couponCode, orderId, returnReason: '王小明不要了' }])
    const { member } = await call('yaoquan.member.get', { cardNo: 'K77' })
    const memberId = String(Object(member).memberId)
    await call('yaoquan.member.erase', { outRequestNo: caller.newNo(), memberId })
    const erased = { couponCode, orderId: '[erased]', returnReason: '[erased]' }
    expect(await list({ couponCode })).toMatchObject([erased])
  })

  it('finds what is behind thousands that do not match', async () => {
    const codes = Array.from({ length: 2100 }, (_, place) => `F${place}`)
    for (let first = 0; first < codes.length; first += 700) {
      const coupons = codes.slice(first, first + 700).map((couponCode) => ({ couponCode }))
      await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
    }
    // As many as the seller's policy allows on an order.
    for (let first = 0; first < codes.length; first += 5) {
      const requested = { couponCodes: codes.slice(first, first + 5), orderId: `SO-F${first}`, shop: 'F' }
      await call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), ...requested })
    }
    const last = (await list({ couponCode: 'F2099' }))[0]?.redemptionId ?? ''
    idOf.set('F2099', last)
    await giveBack('F2099')
    expect(codesOf(await list({ shop: 'F', returned: true }))).toBe('F2099')
  })

  it('shows a reason without the phone that was in it', async () => {
    await giveBack('D', '13900000012 不要了')
    const { redemptions } = await page({ couponCode: 'D' })
    expect(redemptions).toMatchObject([{ returnReason: '139****0012 不要了' }])
  })
})

it.each([
  ['till', true],
  ['read', true],
  ['marketing', true],
  ['none', false],
])('%s may look up redemptions: %s', async (appKey, isAllowed) => {
  const got = await callAs(appKey, 'yaoquan.redemption.get', { redemption_id: idOf.get('A') ?? '' })
  const listed = await callAs(appKey, 'yaoquan.redemption.list', { order_id: 'SO-1' })
  for (const answer of [got, listed]) {
    expect(answer).toMatchObject(isAllowed ? { result: { success: true } } : { code: 11 })
  }
})
