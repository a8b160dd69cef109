import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

const write = (method: Parameters<LifecycleClient['call']>[0], asked: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...asked })
const redeem = (asked: object) => write('yaoquan.coupon.redeem', asked)
const giveBack = (asked: object) => write('yaoquan.redemption.return', { reason: '顾客退货', ...asked })
const returnCoupon = (redemptionId: string) => write('yaoquan.coupon.return', { redemptionId, reason: '顾客退货' })
const statusOf = async (couponCode: string) =>
  Object(await caller.call('yaoquan.coupon.get', { couponCode })).coupon.status

/** Claims a coupon of a template of its own. @returns its code */
async function claimed(terms: object): Promise<string> {
  count += 1
  const couponId = `T${count}`
  const fixed = { couponId, couponName: couponId, validFromDay: 0, validToDay: 29 }
  expect(await write('yaoquan.template.save', { template: { ...fixed, ...terms } })).toMatchObject({ success: true })
  const { coupons: [coupon] = [] } = Object(await write('yaoquan.coupon.claim', { couponId, phone: '18612255668' }))
  return coupon.couponCode
}

const newOrder = () => {
  count += 1
  return `SO-${count}`
}

type Line = Readonly<{ lineNo: number; amount: string; quantity?: string; category?: string }>

/** Redeems coupons on an order of its own. @returns its number and the redemptions */
async function sold(terms: readonly object[], lines: readonly Line[]) {
  const [couponCodes, orderId] = [await Promise.all(terms.map(claimed)), newOrder()]
  const answer = await redeem({ couponCodes, orderId, lines })
  expect(answer).toMatchObject({ success: true })
  const redemptions: readonly { couponCode: string; redemptionId: string }[] = Object(answer).redemptions
  const idOf = (code = '') => redemptions.find(({ couponCode }) => couponCode === code)?.redemptionId ?? ''
  return { orderId, couponCodes, redemptionIds: couponCodes.map(idOf), payAmount: String(answer['payAmount']) }
}

const units = (...lines: readonly (readonly [lineNo: number, quantity: string])[]) =>
  lines.map(([lineNo, quantity]) => ({ lineNo, quantity }))

const off = { kind: 'full_reduction', orderAmount: '199', couponAmount: '99' }
const cash = { kind: 'cash', couponAmount: '10' }
const recompute = { returnSplit: 'recompute' }
const twoLines = [
  { lineNo: 1, amount: '150' },
  { lineNo: 2, amount: '50' },
]

describe('the cases of the specification', () => {
  it.each([
    {
      name: '16. three units of 100.00 in all with 10 off, one by one',
      ...{ terms: cash, lines: [{ lineNo: 1, amount: '100', quantity: '3' }] },
      returns: [units([1, '1']), units([1, '1']), units([1, '1'])],
      refunds: ['30.00', '30.00', '30.00'],
    },
    {
      name: '17. keep: 150 and 50 with 99 off from 199, the 50 comes back, then the rest',
      ...{ terms: off, lines: twoLines, returns: [units([2, '1']), undefined], refunds: ['25.25', '75.75'] },
    },
    {
      name: '17. recompute',
      ...{ terms: { ...off, ...recompute }, lines: twoLines },
      ...{ returns: [units([2, '1']), units([1, '1'])], refunds: ['0.00', '101.00'] },
    },
    {
      name: '18. keep: six of 50 with 10 % off from 300, five come back',
      terms: { kind: 'discount', discountPercent: '90', orderAmount: '300' },
      lines: [{ lineNo: 1, amount: '300', quantity: '6' }],
      ...{ returns: [units([1, '5']), undefined], refunds: ['225.00', '45.00'] },
    },
    {
      name: '18. recompute',
      terms: { kind: 'discount', discountPercent: '90', orderAmount: '300', ...recompute },
      lines: [{ lineNo: 1, amount: '300', quantity: '6' }],
      ...{ returns: [units([1, '5']), undefined], refunds: ['220.00', '50.00'] },
    },
    {
      name: '19. 1,234.5 g at 0.35 a gram with 10 off, 234.5 g come back',
      ...{ terms: cash, lines: [{ lineNo: 1, amount: '432.08', quantity: '1234.5' }] },
      ...{ returns: [units([1, '234.5']), undefined], refunds: ['80.18', '341.90'] },
    },
  ])('$name', async ({ terms, lines, returns, refunds }) => {
    const { orderId, couponCodes } = await sold([terms], lines)
    const answers = []
    for (const asked of returns) answers.push(await giveBack({ orderId, lines: asked }))
    expect(answers.map(({ refundAmount }) => refundAmount)).toEqual(refunds)
    expect(answers.at(-1)).toMatchObject({ coupons: [{ couponCode: couponCodes[0], outcome: 'returned' }] })
    expect(answers.slice(0, -1).flatMap(({ coupons }) => Object(coupons).map(Object))).toEqual(
      answers.slice(0, -1).map(() => expect.objectContaining({ outcome: 'used' })),
    )
    expect(await statusOf(couponCodes[0] ?? '')).toBe('0')
  })

  it('22. a line that only one of two coupons reduced: the other stays as it is', async () => {
    const lines = [
      { lineNo: 1, amount: '100', category: 'A' },
      { lineNo: 2, amount: '100', category: 'B' },
    ]
    const [ofA, ofB] = [
      { ...cash, couponAmount: '30', category: 'A' },
      { ...cash, couponAmount: '20', category: 'B' },
    ]
    const { orderId, couponCodes } = await sold([ofA, ofB], lines)
    const [a = '', b = ''] = couponCodes
    const answer = await giveBack({ orderId, lines: units([2, '1']) })
    expect(answer).toMatchObject({
      ...{ refundAmount: '80.00', refundedAmount: '80.00' },
      returnedLines: [{ lineNo: 2, quantity: '1', refundAmount: '80.00' }],
    })
    expect(answer['coupons']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ couponCode: a, outcome: 'used', offAmount: '0.00' }),
        expect.objectContaining({ couponCode: b, outcome: 'returned', offAmount: '20.00' }),
      ]),
    )
    expect([await statusOf(a), await statusOf(b)]).toEqual(['1', '0'])
  })

  it('one coupon that recomputes makes the whole order recompute', async () => {
    const stacked = [
      { ...cash, ...recompute, couponAmount: '50', orderAmount: '200' },
      { ...cash, couponAmount: '20', orderAmount: '200' },
    ]
    const { orderId } = await sold(stacked, [
      { lineNo: 1, amount: '100' },
      { lineNo: 2, amount: '100' },
    ])
    expect(await giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ refundAmount: '30.00' })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '100.00', refundedAmount: '130.00' })
  })
})

it('what recomputing refunds before everything is back depends on the order of returns, as the guide says', async () => {
  const refunds = async (...order: readonly number[]) => {
    const { orderId } = await sold([{ ...off, ...recompute }], [...twoLines, { lineNo: 3, amount: '100' }])
    for (const line of order.slice(0, -1)) await giveBack({ orderId, lines: units([line, '1']) })
    const { refundedAmount } = await giveBack({ orderId, lines: units([order.at(-1) ?? 0, '1']) })
    return [refundedAmount, Object(await giveBack({ orderId })).refundedAmount]
  }
  expect(await refunds(2, 3)).toEqual(['51.00', '201.00'])
  expect(await refunds(3, 2)).toEqual(['100.00', '201.00'])
})

describe('a return', () => {
  it('is done once, and repeats its first answer', async () => {
    const { orderId } = await sold([cash], twoLines)
    const asked = { outRequestNo: caller.newNo(), orderId, lines: units([2, '1']), reason: '破损' }
    const first = await caller.call('yaoquan.redemption.return', asked)
    expect(first).toMatchObject({ success: true, refundAmount: '47.50' })
    expect(first).not.toHaveProperty('alreadyDone')
    expect(await caller.call('yaoquan.redemption.return', asked)).toMatchObject({
      ...first,
      alreadyDone: true,
    })
    expect(await caller.call('yaoquan.redemption.return', { ...asked, lines: units([1, '1']) })).toMatchObject({
      errorCode: 'IDEMPOTENT_CONFLICT',
    })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '142.50', refundedAmount: '190.00' })
    expect(await giveBack({ orderId })).toMatchObject({
      refundAmount: '0.00',
      refundedAmount: '190.00',
      alreadyDone: true,
    })
  })

  it('that is only tried writes nothing, and leaves its number free', async () => {
    const { orderId, redemptionIds, couponCodes } = await sold([cash], twoLines)
    const asked = { outRequestNo: caller.newNo(), orderId, reason: '破损' }
    const tried = await caller.call('yaoquan.redemption.return', { ...asked, dryRun: true })
    expect(tried).toMatchObject({ dryRun: true, refundAmount: '190.00', coupons: [{ outcome: 'returned' }] })
    expect(await statusOf(couponCodes[0] ?? '')).toBe('1')
    const { redemption } = Object(await caller.call('yaoquan.redemption.get', { redemptionId: redemptionIds[0] ?? '' }))
    expect(redemption).not.toHaveProperty('returnedLines')
    const done = await caller.call('yaoquan.redemption.return', asked)
    const { dryRun: _, ...same } = Object(tried)
    expect(done).toMatchObject(same)
    expect(done).not.toHaveProperty('dryRun')
  })

  it('is shown with the redemptions of its order', async () => {
    const { orderId, redemptionIds } = await sold([cash, { ...cash, couponAmount: '20' }], twoLines)
    await giveBack({ orderId, lines: units([1, '0.5']) })
    await giveBack({ orderId, lines: units([1, '0.25'], [2, '1']) })
    const { redemptions } = Object(await caller.call('yaoquan.redemption.list', { orderId }))
    expect(redemptions).toHaveLength(2)
    for (const row of redemptions) {
      expect(row).toMatchObject({
        refundedAmount: '138.13',
        returnedLines: [
          { lineNo: 1, quantity: '0.75', refundAmount: '95.63' },
          { lineNo: 2, quantity: '1', refundAmount: '42.50' },
        ],
      })
      expect(row).not.toHaveProperty('returnedAt')
    }
    const { redemption } = Object(await caller.call('yaoquan.redemption.get', { redemptionId: redemptionIds[0] ?? '' }))
    expect(redemption).toEqual(
      redemptions.find((row: { redemptionId: string }) => row.redemptionId === redemptionIds[0]),
    )
    expect(Number(redemption.returnedOffAmount)).toBeGreaterThan(0)
  })

  it('is an event with its lines, its coupons and their amounts', async () => {
    const { orderId, couponCodes, redemptionIds } = await sold([cash], twoLines)
    await giveBack({ orderId, reason: '破损', lines: units([2, '1']) })
    const { newestSeq } = Object(await caller.call('yaoquan.event.list', { limit: 1 }))
    const { events } = Object(await caller.call('yaoquan.event.list', { afterSeq: newestSeq - 1 }))
    expect(events).toMatchObject([{ kind: 'goods_returned' }])
    expect(JSON.parse(events[0].after)).toEqual({
      ...{ order_id: orderId, refund_fen: 4750, reason: '破损' },
      lines: [{ line_no: 2, quantity_milli: 1000, refund_fen: 4750 }],
      coupons: [{ coupon_code: couponCodes[0], redemption_id: redemptionIds[0], off_fen: 250, outcome: 'used' }],
    })
    const { code, stdout } = await runCli(['audit', 'verify', '--data', server.dataDir, '--seller', '111'])
    expect({ code, stdout }).toMatchObject({ code: 0 })
  })

  it.each([
    { asked: { lines: units([3, '1']) }, errorCode: 'LINE_NOT_SOLD', lineNo: 3 },
    {
      asked: { lines: units([1, '1'], [2, '1.001']) },
      ...{ errorCode: 'RETURN_EXCEEDS_LEFT', lineNo: 2, askedQuantity: '1.001', leftQuantity: '1' },
    },
    { asked: { lines: units([1, '1']), giftsBack: ['x'] }, errorCode: 'GIFT_NOT_SOLD', giftCode: 'x' },
  ])('is refused as $errorCode, naming what is wrong, and changes nothing', async ({ asked, ...refusal }) => {
    const { orderId } = await sold([cash], twoLines)
    expect(await giveBack({ orderId, ...asked })).toMatchObject({ success: false, ...refusal })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
  })

  it('of more than is left names what is left after earlier returns', async () => {
    const { orderId } = await sold([cash], [{ lineNo: 1, amount: '30', quantity: '3' }])
    await giveBack({ orderId, lines: units([1, '2']) })
    expect(await giveBack({ orderId, lines: units([1, '2']) })).toMatchObject({
      ...{ errorCode: 'RETURN_EXCEEDS_LEFT', askedQuantity: '2', leftQuantity: '1' },
      errorMessage: '第 1 行要退 2，只剩 1 未退',
    })
  })

  it('needs an order or a redemption that exists, one of both', async () => {
    const { orderId, redemptionIds } = await sold([cash], twoLines)
    expect(await giveBack({ orderId: 'nobody' })).toMatchObject({ errorCode: 'REDEMPTION_NOT_FOUND' })
    expect(await giveBack({ redemptionId: 'nobody' })).toMatchObject({ errorCode: 'REDEMPTION_NOT_FOUND' })
    await expect(giveBack({ orderId, redemptionId: redemptionIds[0] })).rejects.toThrow(/redemption_id/)
    await expect(giveBack({})).rejects.toThrow(/redemption_id/)
    await expect(giveBack({ orderId, lines: units([1, '1'], [1, '1']) })).rejects.toThrow(/line_no/)
    await expect(giveBack({ orderId, lines: units([1, '0']) })).rejects.toThrow(/quantity/)
  })

  it('of an order whose id contains a phone finds it, and shows the id nowhere', async () => {
    const couponCode = await claimed(cash)
    const orderId = 'POS-13900000012'
    await redeem({ couponCode, orderId, lines: twoLines })
    expect(await giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '142.50' })
  })
})

describe('coupons', () => {
  it('that their policy keeps stay used, and the goods are refunded all the same', async () => {
    const { orderId, couponCodes, redemptionIds } = await sold([{ ...cash, returnPolicy: 'none' }], twoLines)
    expect(await returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ errorCode: 'RETURN_NOT_ALLOWED' })
    expect(await giveBack({ orderId })).toMatchObject({
      ...{ refundAmount: '190.00', coupons: [{ outcome: 'not_returned', offAmount: '10.00' }] },
    })
    expect(await statusOf(couponCodes[0] ?? '')).toBe('1')
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('come back by coupon.return with what is left of the goods', async () => {
    const { orderId, redemptionIds } = await sold([cash], twoLines)
    expect(await giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', refundedAmount: '190.00' })
    expect(await returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true, alreadyDone: true })
  })

  it('of one order come back one by one, and the goods with the last', async () => {
    const { orderId, redemptionIds } = await sold([cash, { ...cash, couponAmount: '20' }], twoLines)
    const [first, second] = redemptionIds
    expect(await giveBack({ redemptionId: first })).toMatchObject({ refundAmount: '0.00', returnedLines: [] })
    expect(await giveBack({ redemptionId: second })).toMatchObject({ refundAmount: '170.00' })
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('for gifts hold the value of a gift back until it is handed in', async () => {
    const gift = { kind: 'gift', gift: '保温杯', couponAmount: '9.90', orderAmount: '180', ...recompute }
    const { orderId, couponCodes } = await sold([gift], twoLines)
    expect(await giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      ...{ refundAmount: '40.10', heldBackAmount: '9.90', coupons: [{ outcome: 'used' }] },
    })
    expect(await giveBack({ orderId, lines: units([1, '1']), giftsBack: couponCodes })).toMatchObject({
      ...{ refundAmount: '159.90', refundedAmount: '200.00', coupons: [{ outcome: 'returned' }] },
    })
  })

  it.each([
    { name: 'no amounts', order: {} },
    { name: 'one sum', order: { orderAmount: '200' } },
  ])('of an order with $name come back whole only', async ({ order }) => {
    const [couponCode, orderId] = [await claimed(cash), newOrder()]
    const { redemptionId } = await redeem({ couponCode, orderId, ...order })
    expect(await giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await giveBack({ redemptionId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    const whole = await giveBack({ orderId })
    expect(whole).toMatchObject({ success: true, coupons: [{ couponCode, outcome: 'returned' }] })
    expect(whole).not.toHaveProperty('refundAmount')
    expect(await giveBack({ orderId })).toMatchObject({ alreadyDone: true })
  })

  it('of a later call on an order join its sale, unless its lines are not known', async () => {
    const { orderId } = await sold([cash], twoLines)
    const more = [...twoLines, { lineNo: 3, amount: '100' }]
    expect(await redeem({ couponCode: await claimed(cash), orderId, lines: more })).toMatchObject({
      payAmount: '280.00',
    })
    expect(await giveBack({ orderId, lines: units([3, '1']) })).toMatchObject({ success: true })
    const { redemptionId } = await redeem({ couponCode: await claimed(cash), orderId })
    expect(await giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await returnCoupon(String(redemptionId))).toMatchObject({ success: true })
    expect(await giveBack({ orderId })).toMatchObject({ refundedAmount: '280.00' })
  })

  it('of an order that came back whole may be used on it again', async () => {
    const { orderId, couponCodes } = await sold([cash], twoLines)
    expect(await giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
    expect(await redeem({ couponCodes, orderId, lines: twoLines })).toMatchObject({ payAmount: '190.00' })
    expect(await giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '47.50',
      refundedAmount: '47.50',
    })
  })
})

it('any sequence of returns of a sale refunds what was paid', async () => {
  const amount = fc.integer({ min: 0, max: 30_000 })
  const sale = fc.record({
    lines: fc.array(fc.record({ fen: amount, milli: fc.integer({ min: 1, max: 5_000 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    offs: fc.array(fc.record({ fen: fc.integer({ min: 1, max: 9_000 }), anew: fc.boolean() }), {
      minLength: 1,
      maxLength: 2,
    }),
    steps: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }), { maxLength: 3 }),
  })
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  await fc.assert(
    fc.asyncProperty(sale, async ({ lines, offs, steps }) => {
      fc.pre(lines.reduce((sum, { fen }) => sum + fen, 0) > offs.reduce((sum, { fen }) => sum + fen, 0))
      const terms = offs.map(({ fen, anew }) => ({
        kind: 'cash',
        couponAmount: yuan(fen),
        returnSplit: anew ? 'recompute' : 'keep',
      }))
      const asked = lines.map(({ fen, milli }, place) => ({
        lineNo: place + 1,
        amount: yuan(fen),
        quantity: String(milli / 1000),
      }))
      const { orderId, payAmount, couponCodes } = await sold(terms, asked)
      const left = lines.map(({ milli }) => milli)
      let refunded = 0
      const refund = async (part: object) => {
        const { refundAmount, success } = await giveBack({ orderId, ...part })
        expect(success).toBe(true)
        expect(Number(refundAmount)).toBeGreaterThanOrEqual(0)
        refunded += Math.round(Number(refundAmount) * 100)
      }
      for (const parts of steps) {
        const taken = left.map((milli, place) => Math.floor((milli * (parts[place] ?? 0)) / 3))
        const named = taken.flatMap((milli, place) =>
          milli === 0 ? [] : [{ lineNo: place + 1, quantity: String(milli / 1000) }],
        )
        if (named.length === 0) continue
        await refund({ lines: named })
        for (const [place, milli] of taken.entries()) left[place] = (left[place] ?? 0) - milli
      }
      await refund({})
      expect(yuan(refunded)).toBe(payAmount)
      for (const code of couponCodes) expect(await statusOf(code)).toBe('0')
    }),
    { numRuns: 15 },
  )
})

it('of 64 returns of the last unit at once one is done', async () => {
  const { orderId } = await sold([cash], [{ lineNo: 1, amount: '30', quantity: '2' }])
  await giveBack({ orderId, lines: units([1, '1']) })
  const answers = await Promise.all(Array.from({ length: 64 }, () => giveBack({ orderId, lines: units([1, '1']) })))
  expect(answers.filter(({ success }) => success)).toMatchObject([{ refundAmount: '10.00' }])
  expect(new Set(answers.filter(({ success }) => !success).map(({ errorCode }) => errorCode))).toEqual(
    new Set(['RETURN_EXCEEDS_LEFT']),
  )
})
