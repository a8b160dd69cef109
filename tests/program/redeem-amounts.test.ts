import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let coupons = 0

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })
const redeem = (requested: object) => write('yaoquan.coupon.redeem', requested)

/** Issues a coupon, as an ERP does. @returns its code */
async function issued(terms: object): Promise<string> {
  coupons += 1
  const couponCode = `A${coupons}`
  await write('yaoquan.coupon.issue', { coupons: [{ couponCode, ...terms }] })
  return couponCode
}

/** Claims a coupon of a template of its own. @returns its code */
async function claimed(terms: object): Promise<string> {
  coupons += 1
  const couponId = `T${coupons}`
  const fixed = { couponId, couponName: couponId, validFromDay: 0, validToDay: 29 }
  await write('yaoquan.template.save', { template: { ...fixed, ...terms } })
  const { coupons: [coupon] = [] } = (await write('yaoquan.coupon.claim', { couponId, phone: '18612255668' })) as {
    coupons?: readonly { couponCode: string }[]
  }
  return coupon?.couponCode ?? ''
}

const lines = [
  { lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '140.00' },
  { lineNo: 2, category: '1002', amount: '60.00' },
]

it('grants the amount, splits it over the lines whatever the order costs beside them, and keeps both with the event', async () => {
  const couponCode = await issued({ couponAmount: '50', orderAmount: '200' })
  const answer = await redeem({ couponCode, orderId: 'SO-1', orderAmount: '199.90', lines })
  expect(answer).toMatchObject({
    success: true,
    offAmount: '50.00',
    payAmount: '150.00',
    redemptions: [{ couponCode, offAmount: '50.00' }],
    lines: [
      { lineNo: 1, payAmount: '105.00', coupons: [{ couponCode, offAmount: '35.00' }] },
      { lineNo: 2, payAmount: '45.00', coupons: [{ couponCode, offAmount: '15.00' }] },
    ],
  })
  const { timeline } = await caller.call('yaoquan.coupon.get', { couponCode })
  expect(timeline).toMatchObject([
    { kind: 'issued' },
    { kind: 'redeemed', after: expect.stringMatching(/"off_fen":5000,"split":"1:3500,2:1500"/) },
  ])
})

it('computes percentages with their cap, and steps', async () => {
  const percent = { kind: 'discount', discountPercent: '80', discountCap: '25' }
  const eighty = await claimed(percent)
  expect(await redeem({ couponCode: eighty, orderId: 'SO-2', lines })).toMatchObject({ offAmount: '25.00' })
  const step = await claimed({ kind: 'step', couponAmount: '15', orderAmount: '60', stepMax: 2 })
  expect(await redeem({ couponCode: step, orderId: 'SO-3', orderAmount: '199.00' })).toMatchObject({
    offAmount: '30.00',
    payAmount: '169.00',
    lines: [{ lineNo: 1, payAmount: '169.00' }],
  })
})

it('answers without amounts if the till gives none, and still applies channels, days and levels', async () => {
  const plain = await issued({ couponAmount: '50' })
  const answer = await redeem({ couponCode: plain, orderId: 'SO-4' })
  expect([answer['success'], answer['offAmount'], answer['lines']]).toEqual([true, undefined, undefined])
  const cash = { kind: 'cash', couponAmount: '10' }
  const wechat = await claimed({ ...cash, channels: 'wechat' })
  expect(await redeem({ couponCode: wechat, orderId: 'SO-5', channel: 'erp' })).toMatchObject({
    success: false,
    errorCode: 'CHANNEL_NOT_ALLOWED',
    errorMessage: '仅限 wechat',
    couponCode: wechat,
  })
  expect(await redeem({ couponCode: wechat, orderId: 'SO-5', channel: 'wechat' })).toMatchObject({ success: true })
  // 2026-11-24 is a Tuesday.
  const wednesday = await claimed({ ...cash, weekdays: '3' })
  expect(await redeem({ couponCode: wednesday, orderId: 'SO-6' })).toMatchObject({ errorCode: 'TIME_NOT_ALLOWED' })
  const gold = await claimed({ ...cash, memberLevels: '金卡' })
  expect(await redeem({ couponCode: gold, orderId: 'SO-7' })).toMatchObject({ errorCode: 'MEMBER_NOT_ALLOWED' })
  expect(await redeem({ couponCode: gold, orderId: 'SO-7', memberLevel: '金卡' })).toMatchObject({ success: true })
})

it('a second call on an order takes what the first left, and counts its coupons', async () => {
  const [first, second, third] = [
    await issued({ couponAmount: '150' }),
    await issued({ couponAmount: '80', orderAmount: '200' }),
    await issued({ couponAmount: '5' }),
  ]
  expect(await redeem({ couponCode: first, orderId: 'SO-8', lines })).toMatchObject({ payAmount: '50.00' })
  expect(await redeem({ couponCode: second, orderId: 'SO-8', lines })).toMatchObject({
    offAmount: '50.00',
    payAmount: '0.00',
  })
  expect(await redeem({ couponCode: third, orderId: 'SO-8', lines })).toMatchObject({ errorCode: 'ORDER_COVERED' })
  const group = { kind: 'cash', couponAmount: '1', stackGroup: 'g' }
  const [one, other] = [await claimed(group), await claimed(group)]
  expect(await redeem({ couponCode: one, orderId: 'SO-9', lines })).toMatchObject({ success: true })
  expect(await redeem({ couponCode: other, orderId: 'SO-9', lines })).toMatchObject({
    errorCode: 'NOT_STACKABLE',
    besideCode: one,
  })
})

it('counts what coupons took, not what they promise, and never more than the order costs', async () => {
  const [narrow, wide] = [await issued({ couponAmount: '300', category: '1002' }), await issued({ couponAmount: '20' })]
  expect(await redeem({ couponCodes: [narrow, wide], orderId: 'SO-20', lines })).toMatchObject({
    success: true,
    offAmount: '80.00',
    payAmount: '120.00',
  })
  const [first, second, third] = [
    await issued({ couponAmount: '150' }),
    await issued({ couponAmount: '150' }),
    await issued({ couponAmount: '1' }),
  ]
  expect(await redeem({ couponCode: first, orderId: 'SO-21', orderAmount: '200' })).toMatchObject({
    offAmount: '150.00',
  })
  expect(await redeem({ couponCode: second, orderId: 'SO-21', lines })).toMatchObject({
    offAmount: '50.00',
    payAmount: '0.00',
  })
  expect(await redeem({ couponCode: third, orderId: 'SO-21', orderAmount: '200' })).toMatchObject({
    errorCode: 'ORDER_COVERED',
    coveredAmount: '200.00',
  })
})

it('redeems a coupon whose amount only its issuer knows, without one', async () => {
  const couponCode = await issued({ couponAmount: '0' })
  const answer = await redeem({ couponCode, orderId: 'SO-22', lines })
  expect(answer).toMatchObject({ success: true, redemptions: [{ couponCode }], offAmount: '0.00', payAmount: '200.00' })
  expect(answer['redemptions']).not.toMatchObject([{ offAmount: expect.anything() }])
})

describe('with a quote', () => {
  it('redeems what was evaluated, without the lines again, and with the same amounts', async () => {
    const codes = [await issued({ couponAmount: '30' }), await issued({ couponAmount: '20', category: '1001' })]
    const evaluated = await caller.call('yaoquan.basket.evaluate', { couponCodes: codes, shop: '01', lines })
    const { quoteId, best } = evaluated as { quoteId: string; best: { couponCodes: readonly string[] } }
    const { couponCodes } = best
    expect(await redeem({ couponCodes, orderId: 'SO-10', quoteId })).toMatchObject({
      success: true,
      offAmount: '50.00',
      payAmount: '150.00',
      lines: Reflect.get(best, 'lines'),
    })
  })

  it('redeems its best combination where the till names no coupon, and another set where it names one', async () => {
    const group = { kind: 'cash', stackGroup: 'best' }
    const [less, more] = [
      await claimed({ ...group, couponAmount: '20' }),
      await claimed({ ...group, couponAmount: '40' }),
    ]
    const codes = [less, more, await issued({ couponAmount: '5' }), await issued({ orderAmount: '999' })]
    const { quoteId, best } = Object(await caller.call('yaoquan.basket.evaluate', { couponCodes: codes, lines }))
    expect(best.couponCodes).toEqual(expect.arrayContaining([more, codes[2]]))
    const input = { outRequestNo: caller.newNo(), orderId: 'SO-26', quoteId }
    const redeemed = await caller.call('yaoquan.coupon.redeem', input)
    expect(redeemed).toMatchObject({ success: true, offAmount: '45.00', payAmount: '155.00', lines: best.lines })
    const redemptions = best.couponCodes.map((couponCode: string) => expect.objectContaining({ couponCode }))
    expect(redeemed['redemptions']).toEqual(redemptions)
    expect(await caller.call('yaoquan.coupon.redeem', input)).toEqual({ ...redeemed, alreadyDone: true })
    expect(await redeem({ orderId: 'SO-27', quoteId })).toMatchObject({ errorCode: 'QUOTE_STALE' })
    const chosen = Object(await caller.call('yaoquan.basket.evaluate', { couponCodes: [less], lines }))
    expect(await redeem({ couponCode: less, orderId: 'SO-28', quoteId: chosen.quoteId })).toMatchObject({
      success: true,
      offAmount: '20.00',
    })
  })

  it('without a usable coupon redeems nothing, and names the reason', async () => {
    const couponCode = await issued({ couponAmount: '30', orderAmount: '999' })
    const { quoteId } = await caller.call('yaoquan.basket.evaluate', { couponCodes: [couponCode], lines })
    const answer = await redeem({ orderId: 'SO-29', quoteId })
    expect(answer).toMatchObject({ success: false, errorCode: 'QUOTE_WITHOUT_COUPONS', redemptions: [] })
    expect(answer['errorMessage']).toBe('报价的最优组合中没有优惠券')
    await expect(redeem({ orderId: 'SO-29', lines })).rejects.toThrow('coupon_code')
  })

  it('is stale once a coupon of it changed', async () => {
    const couponCode = await issued({ couponAmount: '30' })
    const { quoteId } = await caller.call('yaoquan.basket.evaluate', { couponCodes: [couponCode], lines })
    await write('yaoquan.coupon.hold', { couponCode, orderId: 'SO-11', ttlSeconds: 900 })
    const stale = { success: false, errorCode: 'QUOTE_STALE', redemptions: [] }
    expect(await redeem({ couponCode, orderId: 'SO-11', quoteId })).toMatchObject(stale)
    expect(await redeem({ couponCode, orderId: 'SO-11', quoteId: 'q1.AbCdEf' })).toMatchObject(stale)
    expect(await redeem({ couponCode, orderId: 'SO-11', lines })).toMatchObject({ success: true })
  })

  it('is stale once the rules of the seller changed, and for a coupon that it does not name', async () => {
    const [couponCode, other] = [await issued({ couponAmount: '30' }), await issued({ couponAmount: '3' })]
    const { quoteId } = await caller.call('yaoquan.basket.evaluate', { couponCodes: [couponCode], lines })
    expect(await redeem({ couponCode: other, orderId: 'SO-12', quoteId })).toMatchObject({ errorCode: 'QUOTE_STALE' })
    const data = ['--data', server.dataDir, '--seller', '111']
    expect((await runCli(['policy', 'set', ...data, '--max-per-order', '4'])).code).toBe(0)
    await expect
      .poll(() => redeem({ couponCode, orderId: 'SO-12', quoteId }), { interval: 700 })
      .toMatchObject({ errorCode: 'QUOTE_STALE' })
  })

  it('is stale on an order that has coupons, which it did not count', async () => {
    const [on, couponCode] = [await issued({ couponAmount: '150' }), await issued({ couponAmount: '100' })]
    const { quoteId } = await caller.call('yaoquan.basket.evaluate', { couponCodes: [couponCode], lines })
    await redeem({ couponCode: on, orderId: 'SO-23', lines })
    expect(await redeem({ couponCode, orderId: 'SO-23', quoteId })).toMatchObject({ errorCode: 'QUOTE_STALE' })
    expect(await redeem({ couponCode, orderId: 'SO-23', lines })).toMatchObject({ offAmount: '50.00' })
  })

  it('of an order that has coupons already, takes what they left, as the evaluation said', async () => {
    const [on, couponCode] = [await issued({ couponAmount: '180' }), await issued({ couponAmount: '50' })]
    await redeem({ couponCode: on, orderId: 'SO-24', lines })
    const requested = { couponCodes: [couponCode], orderId: 'SO-24', lines }
    const { quoteId, best, coupons } = Object(await caller.call('yaoquan.basket.evaluate', requested))
    expect(best).toMatchObject({ couponCodes: [couponCode], offAmount: '20.00', payAmount: '0.00' })
    expect(coupons).toMatchObject([{ couponCode, usable: true, offAmount: '20.00' }])
    expect(await redeem({ couponCode, orderId: 'SO-24', quoteId })).toMatchObject({
      success: true,
      offAmount: '20.00',
      payAmount: '0.00',
    })
  })

  it('is not given for a coupon that those on the order do not allow', async () => {
    const group = { kind: 'cash', couponAmount: '1', stackGroup: 'h' }
    const [on, couponCode] = [await claimed(group), await claimed(group)]
    await redeem({ couponCode: on, orderId: 'SO-25', lines })
    const requested = { couponCodes: [couponCode], orderId: 'SO-25', lines }
    const { best, coupons } = Object(await caller.call('yaoquan.basket.evaluate', requested))
    expect(best).toMatchObject({ couponCodes: [], payAmount: '199.00' })
    expect(coupons).toMatchObject([{ couponCode, usable: true, reasonCode: 'GROUP', offAmount: '1.00' }])
  })

  it.each([
    ['lines', { lines }],
    ['order_amount', { orderAmount: '1' }],
    ['shop', { shop: '02' }],
  ])('refuses %s beside it', async (field, input) => {
    const couponCode = await issued({ couponAmount: '30' })
    const { quoteId } = await caller.call('yaoquan.basket.evaluate', { couponCodes: [couponCode], shop: '01', lines })
    await expect(redeem({ couponCode, orderId: 'SO-13', quoteId, ...input })).rejects.toThrow(field)
  })
})

it('leaves an intact history', async () => {
  const { code, stderr } = await runCli(['audit', 'verify', '--data', server.dataDir])
  expect([code, stderr]).toEqual([0, ''])
})
