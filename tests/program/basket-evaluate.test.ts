import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer, testNowMs } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

const phone = '18612255668'
const lines = [
  { lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '140.00' },
  { lineNo: 2, category: '1002', quantity: '1', amount: '90.00', drugClass: 'rx' },
] as const

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  await write('yaoquan.coupon.issue', {
    coupons: [
      { couponCode: 'fit', couponName: '满200减50', phone, couponAmount: '50', orderAmount: '200' },
      { couponCode: 'own', phone, couponAmount: '5', category: '1001' },
      { couponCode: 'short', phone, couponAmount: '30', orderAmount: '300' },
      { couponCode: 'late', phone, couponAmount: '30', startDate: '2026-12-01' },
      { couponCode: 'far', phone, couponAmount: '30', shop: '02,03' },
      { couponCode: 'gone', phone, couponAmount: '30', endDate: '2026-11-01' },
      { couponCode: 'other', phone: '13900000001', couponAmount: '99' },
    ],
  })
})
afterAll(() => server.close())

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })
const evaluate = (requested: object) => caller.call('yaoquan.basket.evaluate', { shop: '01', lines, ...requested })

it('says of each unused coupon of a member whether it fits, and why not; and what the best ones take off each line', async () => {
  expect(await evaluate({ phone })).toEqual({
    coupons: [
      { couponCode: 'fit', couponName: '满200减50', usable: true, offAmount: '50.00' },
      { couponCode: 'own', usable: true, offAmount: '5.00' },
      {
        couponCode: 'short',
        usable: false,
        reasonCode: 'SHORT',
        offAmount: '0.00',
        missingAmount: '70.00',
        reason: '适用商品 230.00 元，还差 70.00 元',
      },
      {
        couponCode: 'late',
        usable: false,
        reasonCode: 'NOT_STARTED',
        offAmount: '0.00',
        reason: '未到使用时间，2026-12-01 起可用',
      },
      {
        couponCode: 'far',
        usable: false,
        reasonCode: 'SHOP',
        offAmount: '0.00',
        reason: '本店 01 不在可用门店内',
      },
    ],
    best: {
      couponCodes: ['own', 'fit'],
      offAmount: '55.00',
      payAmount: '175.00',
      exact: true,
      bestPossibleOff: '55.00',
      lines: [
        {
          lineNo: 1,
          payAmount: '105.00',
          coupons: [
            { couponCode: 'own', offAmount: '5.00' },
            { couponCode: 'fit', offAmount: '30.00' },
          ],
        },
        { lineNo: 2, payAmount: '70.00', coupons: [{ couponCode: 'fit', offAmount: '20.00' }] },
      ],
    },
    others: [
      expect.objectContaining({ couponCodes: ['fit'], offAmount: '50.00' }),
      expect.objectContaining({ couponCodes: ['own'], offAmount: '5.00' }),
    ],
    quoteId: expect.stringMatching(/^q1\.[\w-]+$/),
    validUntil: expect.stringMatching(/^2026-11-24 22:[34]\d:\d\d$/),
    success: true,
  })
})

it('evaluates coupons by code, with a verdict on those that do not exist', async () => {
  const answer = await evaluate({ couponCodes: ['gone', 'nobody', 'other', 'gone'], shop: undefined })
  expect(answer).toMatchObject({
    coupons: [
      { couponCode: 'gone', usable: false, reasonCode: 'EXPIRED', reason: '已于 2026-11-01 过期' },
      { couponCode: 'other', usable: true, offAmount: '99.00' },
      { couponCode: 'nobody', usable: false, reasonCode: 'NOT_FOUND', reason: '优惠券不存在', offAmount: '0.00' },
    ],
    best: { couponCodes: ['other'], payAmount: '131.00' },
  })
})

it('counts a hold of the order itself as usable, and that of another one as a reason', async () => {
  const held = '13900000002'
  await write('yaoquan.coupon.issue', { coupons: [{ couponCode: 'held', phone: held, couponAmount: '10' }] })
  await write('yaoquan.coupon.hold', { couponCode: 'held', orderId: 'SO-1', ttlSeconds: 900 })
  expect(await evaluate({ phone: held, orderId: 'SO-1' })).toMatchObject({ best: { couponCodes: ['held'] } })
  expect(await evaluate({ phone: held, orderId: 'SO-2' })).toMatchObject({ coupons: [], best: { couponCodes: [] } })
  expect(await evaluate({ couponCodes: ['held'], orderId: 'SO-2' })).toMatchObject({
    coupons: [
      { usable: false, reasonCode: 'HELD_BY', reason: expect.stringContaining('被订单 SO-1 占用至 2026-11-24 22:4') },
    ],
  })
})

it('judges at the moment that the till names, and no quote is valid for more than ten minutes', async () => {
  expect(await evaluate({ phone, at: '2026-12-01 23:55:00' })).toMatchObject({
    best: { couponCodes: ['own', 'fit', 'late'] },
    validUntil: expect.stringMatching(/^2026-11-24 22:[34]\d:\d\d$/),
  })
})

it('ends a quote with the last day of one of its coupons', async () => {
  const night = await startTestServer(undefined, { clockStartMs: Date.parse('2026-11-30T23:55:00+08:00') })
  try {
    const till = lifecycleClient(night, Date.parse('2026-11-30T23:55:00+08:00'))
    const coupon = { couponCode: 'today', couponAmount: '5', endDate: '2026-11-30' }
    await till.call('yaoquan.coupon.issue', { outRequestNo: 'N1', coupons: [coupon] })
    expect(await till.call('yaoquan.basket.evaluate', { lines, couponCodes: ['today'] })).toMatchObject({
      best: { couponCodes: ['today'] },
      validUntil: '2026-12-01 00:00:00',
    })
  } finally {
    await night.close()
  }
})

it("takes the level from the member's profile, unless the till names one", async () => {
  const member = { cardNo: 'GOLD-1' }
  const validity = { validFromDay: 0, validToDay: 29 }
  const terms = { kind: 'cash', couponName: '金卡券', couponAmount: '20', memberLevels: '金卡', ...validity }
  await write('yaoquan.template.save', { template: { couponId: 'gold', ...terms } })
  await write('yaoquan.coupon.claim', { couponId: 'gold', ...member })
  expect(await evaluate(member)).toMatchObject({
    coupons: [{ couponId: 'gold', usable: false, reasonCode: 'LEVEL', reason: '仅限 金卡' }],
  })
  expect(await evaluate({ ...member, memberLevel: '金卡' })).toMatchObject({ best: { offAmount: '20.00' } })
  await write('yaoquan.member.save', { ...member, level: '金卡' })
  expect(await evaluate(member)).toMatchObject({ best: { offAmount: '20.00' } })
})

it("follows the seller's policy: insured lines and prescription drugs do not count", async () => {
  const insured = [{ ...lines[0], insuredAmount: '100.00' }, lines[1]]
  expect(await evaluate({ phone, lines: insured })).toMatchObject({
    coupons: [{ couponCode: 'fit', usable: false, reasonCode: 'SHORT', missingAmount: '110.00' }, {}, {}, {}, {}],
  })
  const data = ['--data', server.dataDir, '--seller', '111']
  const set = await runCli(['policy', 'set', ...data, '--rule-packs', 'rx-excluded'])
  expect([set.code, set.stderr]).toEqual([0, ''])
  await expect
    .poll(() => evaluate({ phone }))
    .toMatchObject({ coupons: [{ couponCode: 'fit', usable: false, missingAmount: '60.00' }, {}, {}, {}, {}] })
})

it('finds what either alone finds by phone and card of one member, and says when they name two', async () => {
  const [both, other] = [
    { phone: '13900000021', cardNo: 'ONE' },
    { phone: '13900000022', cardNo: 'TWO' },
  ] as const
  await write('yaoquan.coupon.issue', {
    coupons: [
      { couponCode: 'a', couponAmount: '1', ...both },
      { couponCode: 'b', couponAmount: '2', phone: both.phone },
      { couponCode: 'c', couponAmount: '4', cardNo: both.cardNo },
      { couponCode: 'd', couponAmount: '8', ...other },
      { couponCode: 'e', couponAmount: '16', phone: both.phone, cardNo: other.cardNo },
    ],
  })
  await write('yaoquan.member.changePhone', { cardNo: other.cardNo, oldPhone: both.phone, newPhone: '13900000023' })
  const found = async (requested: object) => {
    const answer = await evaluate(requested)
    const coupons = answer['coupons'] as readonly Readonly<{ couponCode: string }>[]
    return [coupons.map(({ couponCode }) => couponCode).join(''), answer['phoneCardMismatch']]
  }
  for (const input of [{ phone: both.phone }, { cardNo: both.cardNo }, both]) {
    expect(await found(input)).toEqual(['abc', undefined])
  }
  expect(await found({ phone: both.phone, cardNo: other.cardNo })).toEqual(['e', true])
  expect(await found({ phone: both.phone, cardNo: 'THREE' })).toEqual(['', true])
  expect(await found({ phone: '13900000029', cardNo: both.cardNo })).toEqual(['', true])
})

it.each([
  ['no candidates', {}, 'coupon_codes'],
  ['codes and a member', { phone, couponCodes: ['fit'] }, 'coupon_codes'],
  ['an amount of three decimals', { phone, lines: [{ ...lines[0], amount: '1.234' }] }, 'lines[0].amount'],
  ['a quantity of nothing', { phone, lines: [{ ...lines[0], quantity: '0.000' }] }, 'lines[0].quantity'],
  ['a quantity that is negative', { phone, lines: [{ ...lines[0], quantity: '-1' }] }, 'lines[0].quantity'],
  [
    'more insured than it costs',
    { phone, lines: [{ ...lines[0], insuredAmount: '140.01' }] },
    'lines[0].insured_amount 不能大于该行的 amount',
  ],
  ['two lines of one number', { phone, lines: [lines[0], lines[0]] }, 'lines[1].line_no 行号不能重复'],
  ['a moment that is none', { phone, at: '2026-11-31 00:00:00' }, 'at'],
  ['a class of drug that is none', { phone, lines: [{ ...lines[0], drugClass: 'otc' }] }, 'lines[0].drug_class'],
  ['no line', { phone, lines: [] }, 'lines'],
])('refuses %s, naming the field', async (_what, requested, field) => {
  await expect(evaluate(requested)).rejects.toThrow(field)
})

it('charges codes that no coupon has, as look-ups by code do', async () => {
  const limited = await startTestServer(undefined, { unknownCodesPerMinute: 60 })
  try {
    const guesser = lifecycleClient(limited)
    const couponCodes = Array.from({ length: 50 }, (_, place) => `guess-${place}`)
    const guess = () => guesser.call('yaoquan.basket.evaluate', { lines, couponCodes })
    await guess()
    await guess()
    await expect(guess()).rejects.toThrow()
  } finally {
    await limited.close()
  }
})

it('shows nothing of another seller', async () => {
  await server.administration.createSeller({ sellerId: '222', name: '别家' })
  const app = { appKey: '22222222', appSecret: 'other-secret' }
  const grants = { preset: 'till', allowed: [], denied: [] }
  await server.administration.createApp({ name: 'other', sellerIds: ['222'], grants, ...app })
  const other = lifecycleClient(server, testNowMs, app)
  expect(await other.call('yaoquan.basket.evaluate', { lines, phone })).toMatchObject({ coupons: [] })
  expect(await other.call('yaoquan.basket.evaluate', { lines, couponCodes: ['fit'] })).toMatchObject({
    coupons: [{ usable: false, reasonCode: 'NOT_FOUND' }],
  })
})
