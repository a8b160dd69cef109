import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'
import { cash, soldOrders, twoLines, units } from '../harness/sold-orders.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let orders: ReturnType<typeof soldOrders>

beforeAll(async () => {
  server = await startTestServer()
  orders = soldOrders(server)
})
afterAll(() => server.close())

const off = { kind: 'full_reduction', orderAmount: '199', couponAmount: '99' }
const recompute = { returnSplit: 'recompute' }

describe('the cases of the specification', () => {
  it.each([
    {
      name: '16. three units of 100.00 in all with 10 off, one by one',
      terms: cash,
      lines: [{ lineNo: 1, amount: '100', quantity: '3' }],
      returns: [units([1, '1']), units([1, '1']), units([1, '1'])],
      refunds: ['30.00', '30.00', '30.00'],
    },
    {
      name: '17. keep: 150 and 50 with 99 off from 199, the 50 comes back, then the rest',
      terms: off,
      lines: twoLines,
      returns: [units([2, '1']), undefined],
      refunds: ['25.25', '75.75'],
    },
    {
      name: '17. recompute',
      terms: { ...off, ...recompute },
      lines: twoLines,
      returns: [units([2, '1']), units([1, '1'])],
      refunds: ['0.00', '101.00'],
    },
    {
      name: '18. keep: six of 50 with 10 % off from 300, five come back',
      terms: { kind: 'discount', discountPercent: '90', orderAmount: '300' },
      lines: [{ lineNo: 1, amount: '300', quantity: '6' }],
      returns: [units([1, '5']), undefined],
      refunds: ['225.00', '45.00'],
    },
    {
      name: '18. recompute',
      terms: { kind: 'discount', discountPercent: '90', orderAmount: '300', ...recompute },
      lines: [{ lineNo: 1, amount: '300', quantity: '6' }],
      returns: [units([1, '5']), undefined],
      refunds: ['220.00', '50.00'],
    },
    {
      name: '19. 1,234.5 g at 0.35 a gram with 10 off, 234.5 g come back',
      terms: cash,
      lines: [{ lineNo: 1, amount: '432.08', quantity: '1234.5' }],
      returns: [units([1, '234.5']), undefined],
      refunds: ['80.18', '341.90'],
    },
  ])('$name', async ({ terms, lines, returns, refunds }) => {
    const { orderId, couponCodes } = await orders.sold([terms], lines)
    const answers = []
    for (const requested of returns) answers.push(await orders.giveBack({ orderId, lines: requested }))
    expect(answers.map(({ refundAmount }) => refundAmount)).toEqual(refunds)
    expect(answers.at(-1)).toMatchObject({ coupons: [{ couponCode: couponCodes[0], outcome: 'returned' }] })
    expect(answers.slice(0, -1).flatMap(({ coupons }) => Object(coupons).map(Object))).toEqual(
      answers.slice(0, -1).map(() => expect.objectContaining({ outcome: 'used' })),
    )
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('0')
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
    const { orderId, couponCodes } = await orders.sold([ofA, ofB], lines)
    const [a = '', b = ''] = couponCodes
    const answer = await orders.giveBack({ orderId, lines: units([2, '1']) })
    expect(answer).toMatchObject({
      refundAmount: '80.00',
      refundedAmount: '80.00',
      returnedLines: [{ lineNo: 2, quantity: '1', refundAmount: '80.00' }],
    })
    expect(answer['coupons']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ couponCode: a, outcome: 'used', offAmount: '0.00' }),
        expect.objectContaining({ couponCode: b, outcome: 'returned', offAmount: '20.00' }),
      ]),
    )
    expect([await orders.statusOf(a), await orders.statusOf(b)]).toEqual(['1', '0'])
  })

  it('one coupon that recomputes makes the whole order recompute', async () => {
    const stacked = [
      { ...cash, ...recompute, couponAmount: '50', orderAmount: '200' },
      { ...cash, couponAmount: '20', orderAmount: '200' },
    ]
    const { orderId } = await orders.sold(stacked, [
      { lineNo: 1, amount: '100' },
      { lineNo: 2, amount: '100' },
    ])
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ refundAmount: '30.00' })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '100.00', refundedAmount: '130.00' })
  })
})

it('what recomputing refunds before everything is back depends on the order of returns, as the guide says', async () => {
  const refunds = async (...order: readonly number[]) => {
    const { orderId } = await orders.sold([{ ...off, ...recompute }], [...twoLines, { lineNo: 3, amount: '100' }])
    for (const line of order.slice(0, -1)) await orders.giveBack({ orderId, lines: units([line, '1']) })
    const { refundedAmount } = await orders.giveBack({ orderId, lines: units([order.at(-1) ?? 0, '1']) })
    return [refundedAmount, Object(await orders.giveBack({ orderId })).refundedAmount]
  }
  expect(await refunds(2, 3)).toEqual(['51.00', '201.00'])
  expect(await refunds(3, 2)).toEqual(['100.00', '201.00'])
})

describe('a return', () => {
  it('is done once, and repeats its first answer', async () => {
    const { orderId } = await orders.sold([cash], twoLines)
    const input = { outRequestNo: orders.caller.newNo(), orderId, lines: units([2, '1']), reason: '破损' }
    const first = await orders.caller.call('yaoquan.redemption.return', input)
    expect(first).toMatchObject({ success: true, refundAmount: '47.50' })
    expect(first).not.toHaveProperty('alreadyDone')
    expect(await orders.caller.call('yaoquan.redemption.return', input)).toMatchObject({
      ...first,
      alreadyDone: true,
    })
    expect(await orders.caller.call('yaoquan.redemption.return', { ...input, lines: units([1, '1']) })).toMatchObject({
      errorCode: 'IDEMPOTENT_CONFLICT',
    })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '142.50', refundedAmount: '190.00' })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      refundAmount: '0.00',
      refundedAmount: '190.00',
      alreadyDone: true,
    })
  })

  it('that is only tried writes nothing, and leaves its number free', async () => {
    const { orderId, redemptionIds, couponCodes } = await orders.sold([cash], twoLines)
    const input = { outRequestNo: orders.caller.newNo(), orderId, reason: '破损' }
    const tried = await orders.caller.call('yaoquan.redemption.return', { ...input, dryRun: true })
    expect(tried).toMatchObject({ dryRun: true, refundAmount: '190.00', coupons: [{ outcome: 'returned' }] })
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('1')
    const { redemption } = Object(
      await orders.caller.call('yaoquan.redemption.get', { redemptionId: redemptionIds[0] ?? '' }),
    )
    expect(redemption).not.toHaveProperty('returnedLines')
    const done = await orders.caller.call('yaoquan.redemption.return', input)
    const { dryRun: _, ...same } = Object(tried)
    expect(done).toMatchObject(same)
    expect(done).not.toHaveProperty('dryRun')
  })

  it('is shown with the redemptions of its order', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash, { ...cash, couponAmount: '20' }], twoLines)
    await orders.giveBack({ orderId, lines: units([1, '0.5']) })
    await orders.giveBack({ orderId, lines: units([1, '0.25'], [2, '1']) })
    const { redemptions } = Object(await orders.caller.call('yaoquan.redemption.list', { orderId }))
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
    const { redemption } = Object(
      await orders.caller.call('yaoquan.redemption.get', { redemptionId: redemptionIds[0] ?? '' }),
    )
    expect(redemption).toEqual(
      redemptions.find((row: { redemptionId: string }) => row.redemptionId === redemptionIds[0]),
    )
    expect(Number(redemption.returnedOffAmount)).toBeGreaterThan(0)
  })

  it('is an event with its lines, its coupons and their amounts', async () => {
    const { orderId, couponCodes, redemptionIds } = await orders.sold([cash], twoLines)
    await orders.giveBack({ orderId, reason: '破损', lines: units([2, '1']) })
    const { newestSeq } = Object(await orders.caller.call('yaoquan.event.list', { limit: 1 }))
    const { events } = Object(await orders.caller.call('yaoquan.event.list', { afterSeq: newestSeq - 1 }))
    expect(events).toMatchObject([{ kind: 'goods_returned' }])
    expect(JSON.parse(events[0].after)).toEqual({
      order_id: orderId,
      refund_fen: 4750,
      reason: '破损',
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
      errorCode: 'RETURN_EXCEEDS_LEFT',
      lineNo: 2,
      askedQuantity: '1.001',
      leftQuantity: '1',
    },
    { asked: { lines: units([1, '1']), giftsBack: ['x'] }, errorCode: 'GIFT_NOT_SOLD', giftCode: 'x' },
  ])('is refused as $errorCode, naming what is wrong, and changes nothing', async ({ asked, ...refusal }) => {
    const { orderId } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId, ...asked })).toMatchObject({ success: false, ...refusal })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
  })

  it('of more than is left names what is left after earlier returns', async () => {
    const { orderId } = await orders.sold([cash], [{ lineNo: 1, amount: '30', quantity: '3' }])
    await orders.giveBack({ orderId, lines: units([1, '2']) })
    expect(await orders.giveBack({ orderId, lines: units([1, '2']) })).toMatchObject({
      errorCode: 'RETURN_EXCEEDS_LEFT',
      askedQuantity: '2',
      leftQuantity: '1',
      errorMessage: '第 1 行要退 2，只剩 1 未退',
    })
  })

  it('needs an order or a redemption that exists, one of both', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId: 'nobody' })).toMatchObject({ errorCode: 'REDEMPTION_NOT_FOUND' })
    expect(await orders.giveBack({ redemptionId: 'nobody' })).toMatchObject({ errorCode: 'REDEMPTION_NOT_FOUND' })
    await expect(orders.giveBack({ orderId, redemptionId: redemptionIds[0] })).rejects.toThrow(/redemption_id/)
    await expect(orders.giveBack({})).rejects.toThrow(/redemption_id/)
    await expect(orders.giveBack({ orderId, lines: units([1, '1'], [1, '1']) })).rejects.toThrow(/line_no/)
    await expect(orders.giveBack({ orderId, lines: units([1, '0']) })).rejects.toThrow(/quantity/)
  })

  it('of an order whose id contains a phone finds it, and shows the id nowhere', async () => {
    const couponCode = await orders.claimed(cash)
    const orderId = 'POS-13900000012'
    await orders.redeem({ couponCode, orderId, lines: twoLines })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '142.50' })
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
      const requested = lines.map(({ fen, milli }, place) => ({
        lineNo: place + 1,
        amount: yuan(fen),
        quantity: String(milli / 1000),
      }))
      const { orderId, payAmount, couponCodes } = await orders.sold(terms, requested)
      const left = lines.map(({ milli }) => milli)
      let refunded = 0
      const refund = async (part: object) => {
        const { refundAmount, success } = await orders.giveBack({ orderId, ...part })
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
      for (const code of couponCodes) expect(await orders.statusOf(code)).toBe('0')
    }),
    { numRuns: 15 },
  )
})

it('of 64 returns of the last unit at once one is done', async () => {
  const { orderId } = await orders.sold([cash], [{ lineNo: 1, amount: '30', quantity: '2' }])
  await orders.giveBack({ orderId, lines: units([1, '1']) })
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => orders.giveBack({ orderId, lines: units([1, '1']) })),
  )
  expect(answers.filter(({ success }) => success)).toMatchObject([{ refundAmount: '10.00' }])
  expect(new Set(answers.filter(({ success }) => !success).map(({ errorCode }) => errorCode))).toEqual(
    new Set(['RETURN_EXCEEDS_LEFT']),
  )
})
