import type { methods, RequestOf } from '@yaoquan/api'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

type Request = RequestOf<(typeof methods)['yaoquan.figures.overview']>

let server: TestServer
let caller: LifecycleClient

const overview = (request: Request) => caller.call('yaoquan.figures.overview', request)
const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const template = {
    couponId: 'T',
    couponName: '满100减20',
    kind: 'full_reduction',
    couponAmount: '20',
    orderAmount: '100',
  }
  await write('yaoquan.template.save', { template: { ...template, validFromDay: 0, validToDay: 29 } })
  const discount = { couponId: 'D', couponName: '八折', kind: 'discount', discountPercent: 80 }
  await write('yaoquan.template.save', { template: { ...discount, validFromDay: 0, validToDay: 59 } })
  const codes: string[] = []
  for (const [couponId, phone] of [
    ['T', '13900000001'],
    ['T', '13900000002'],
    ['T', '13900000003'],
    ['D', '13900000001'],
  ]) {
    const claimed = await write('yaoquan.coupon.claim', { couponId, phone, channel: 'app' })
    const { coupons = [] } = claimed as { coupons?: readonly { couponCode: string }[] }
    codes.push(...coupons.map(({ couponCode }) => couponCode))
  }
  await write('yaoquan.coupon.issue', { coupons: [{ couponCode: 'E1', channel: 'erp', couponAmount: '5' }] })
  const redeem = (couponCode: string | undefined, orderId: string, shop: string) =>
    write('yaoquan.coupon.redeem', { couponCode, orderId, shop, orderAmount: '150' })
  await redeem(codes[0], 'SO-1', '01')
  const { redemptionId } = await redeem(codes[1], 'SO-2', '02')
  await redeem('E1', 'SO-2', '02')
  await write('yaoquan.coupon.return', { redemptionId, reason: '退货' })
  await write('yaoquan.coupon.void', { couponCodes: [codes[2]], reason: '取消' })
  await vi.waitFor(async () => {
    const { asOfEvent, newestEvent } = await overview({})
    expect([asOfEvent, newestEvent]).toEqual([newestEvent, expect.any(Number)])
    expect(asOfEvent).toBeGreaterThan(0)
  }, patienceMs)
})
afterAll(() => server?.close())

it('sums counts and amounts of the period up to today, and what is outstanding', async () => {
  expect(await overview({})).toMatchObject({
    success: true,
    fromDay: '2026-10-26',
    toDay: '2026-11-24',
    asOf: expect.stringMatching(/^2026-11-24 22:/),
    comparedFrom: '2026-09-26',
    comparedTo: '2026-10-25',
    totals: {
      issued: 5,
      claimed: 4,
      redeemed: 3,
      returned: 1,
      voided: 1,
      expired: 0,
      usedOfIssued: 2,
      priced: 3,
      offAmount: '45.00',
      averageOff: '15.00',
      returnedAmount: '20.00',
      orders: 2,
      orderAmount: '300.00',
      redemptionRate: '40.00',
      averageDaysToRedeem: '0.0',
      within0: 3,
      later: 0,
    },
    compared: { issued: 0, offAmount: '0.00' },
    rows: [],
    outstanding: { coupons: 2, worstAmount: '20.00', uncapped: 1 },
    expiring: { coupons: 1, worstAmount: '20.00', uncapped: 0 },
  })
})

it('leaves out averages and rates that nothing gives', async () => {
  const { totals, success } = await overview({ fromDay: '2026-01-01', toDay: '2026-01-02' })
  expect({ totals, success }).toMatchObject({ success: true, totals: { issued: 0 } })
  for (const name of ['averageOff', 'redemptionRate', 'averageDaysToRedeem']) expect(totals).not.toHaveProperty(name)
})

const grouped: readonly (readonly [name: string, request: Request, rows: readonly object[]])[] = [
  ['days', { groupBy: 'day' }, [{ name: '2026-11-24', issued: 5, redeemed: 3 }]],
  [
    'templates',
    { groupBy: 'coupon_id' },
    [
      { name: 'T', redeemed: 2 },
      { name: '', redeemed: 1 },
      { name: 'D', issued: 1 },
    ],
  ],
  ['the first template', { groupBy: 'coupon_id', limit: 1 }, [{ name: 'T' }]],
  [
    'channels',
    { groupBy: 'channel' },
    [
      { name: 'app', redeemed: 2 },
      { name: 'erp', redeemed: 1 },
    ],
  ],
  [
    'shops',
    { groupBy: 'shop' },
    [
      { name: '02', redeemed: 2, returned: 1 },
      { name: '01', redeemed: 1 },
    ],
  ],
  [
    'shops of a template',
    { groupBy: 'shop', couponId: 'T' },
    [
      { name: '01', redeemed: 1 },
      { name: '02', redeemed: 1 },
    ],
  ],
  [
    'templates of a shop',
    { groupBy: 'coupon_id', shop: '02' },
    [
      { name: '', redeemed: 1 },
      { name: 'T', returned: 1 },
    ],
  ],
  ['days of another year', { groupBy: 'day', fromDay: '2025-01-01', toDay: '2025-12-31' }, []],
]

it.each(grouped)('groups by %s', async (_name, request, rows) => {
  expect(await overview(request)).toMatchObject({ success: true, rows })
})

it('filters what is outstanding by template and channel, and shows none for a shop', async () => {
  expect(await overview({ couponId: 'T' })).toMatchObject({ totals: { issued: 3 }, outstanding: { coupons: 1 } })
  expect(await overview({ channel: 'erp' })).toMatchObject({ totals: { issued: 1 }, outstanding: { coupons: 0 } })
  const ofShop = await overview({ shop: '01' })
  expect(ofShop).toMatchObject({ totals: { issued: 0, redeemed: 1, offAmount: '20.00' } })
  expect(ofShop).not.toHaveProperty('outstanding')
})

it('compares with the period that is given', async () => {
  const compared = { comparedFrom: '2026-11-24', comparedTo: '2026-11-24' }
  expect(await overview({ fromDay: '2026-01-01', toDay: '2026-01-31', ...compared })).toMatchObject({
    ...compared,
    totals: { issued: 0 },
    compared: { issued: 5 },
  })
})

const refused: readonly (readonly [rule: string, request: Request, field: string])[] = [
  ['no day', { fromDay: '2026-02-30' }, 'from_day'],
  ['a period that ends before it begins', { fromDay: '2026-11-24', toDay: '2026-11-23' }, 'to_day'],
  ['more than 400 days', { fromDay: '2025-01-01', toDay: '2026-02-05' }, 'to_day'],
  ['half a period to compare with', { comparedTo: '2026-11-24' }, 'compared_from'],
  ['the other half', { comparedFrom: '2026-11-24' }, 'compared_to'],
  [
    'a compared period that ends before it begins',
    { comparedFrom: '2026-11-24', comparedTo: '2026-11-23' },
    'compared_to',
  ],
]

it.each(refused)('refuses %s', async (_rule, request, field) => {
  await expect(overview(request)).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining(field) })
})

it('takes 400 days', async () => {
  expect(await overview({ fromDay: '2025-01-01', toDay: '2026-02-04' })).toMatchObject({ success: true })
})

const daily = (request: RequestOf<(typeof methods)['yaoquan.figures.daily']>) =>
  caller.call('yaoquan.figures.daily', request)

it('tells days of the largest groups apart, beside the days of all', async () => {
  const day = '2026-11-24'
  expect(await daily({ groupBy: 'coupon_id' })).toEqual({
    fromDay: '2026-10-26',
    toDay: day,
    success: true,
    names: ['T', '', 'D'],
    rows: [
      { day, name: '', issued: 1, redeemed: 1, offAmount: '5.00' },
      { day, name: 'D', issued: 1, redeemed: 0, offAmount: '0.00' },
      { day, name: 'T', issued: 3, redeemed: 2, offAmount: '40.00' },
    ],
    totals: [{ day, issued: 5, redeemed: 3, offAmount: '45.00' }],
  })
  expect(await daily({ groupBy: 'shop', limit: 1 })).toMatchObject({
    names: ['02'],
    rows: [{ day, name: '02', redeemed: 2 }],
    totals: [{ day, redeemed: 3 }],
  })
})

it('tells named groups apart, within a filter', async () => {
  const named = await daily({ groupBy: 'coupon_id', names: ['D', 'T', 'T', 'none'], shop: '01' })
  expect(named).toMatchObject({
    names: ['D', 'T', 'none'],
    rows: [{ name: 'T', redeemed: 1 }],
    totals: [{ redeemed: 1 }],
  })
})

it('refuses more than 100 days', async () => {
  const request = { groupBy: 'shop', fromDay: '2026-08-16', toDay: '2026-11-24' } as const
  await expect(daily(request)).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining('to_day') })
  expect(await daily({ ...request, fromDay: '2026-08-17' })).toMatchObject({ success: true })
})

it('gives the console the leading templates, channels and shops with their names and days', async () => {
  const roles = [{ sellerId: '111', role: 'marketing', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'mark', displayName: '陈晨', roles })
  const oneTime = made.kind === 'changed' ? made.password : ''
  const cookie = await firstSignIn(server.url, 'mark', oneTime, 'correct horse battery')
  const leaders = async (body: object) =>
    (await askConsole(server.url, 'yaoquan.console.figures.leaders', { cookie, body })).body
  await write('yaoquan.shop.save', { shops: [{ code: '02', name: '望京店' }] })
  const day = '2026-11-24'
  const whole = { issued: 3, redeemed: 2, off_amount: '40.00' }
  expect(await leaders({})).toMatchObject({
    result: {
      templates: [
        { code: 'T', name: '满100减20', ...whole, days: [{ day, ...whole }] },
        { code: '', redeemed: 1 },
        { code: 'D', name: '八折', issued: 1, redeemed: 0 },
      ],
      channels: [{ code: 'app' }, { code: 'erp', days: [{ day, redeemed: 1, off_amount: '5.00' }] }],
      shops: [{ code: '02', name: '望京店', redeemed: 2 }, { code: '01' }],
      totals: [{ day, issued: 5, redeemed: 3, off_amount: '45.00' }],
    },
  })
  // The sums are of the whole period, the days of its last hundred.
  expect(await leaders({ to_day: '2027-03-03', from_day: '2026-11-01', shop: '02' })).toMatchObject({
    result: {
      templates: [
        { code: '', redeemed: 1 },
        { code: 'T', redeemed: 1, days: [{ day }] },
      ],
    },
  })
  expect(await leaders({ to_day: '2027-03-04', from_day: '2026-11-01', shop: '02' })).toMatchObject({
    result: {
      templates: [
        { code: '', days: [] },
        { code: 'T', redeemed: 1, days: [] },
      ],
      totals: [],
    },
  })
})
