import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { couponsOf, syncOrder } from '../harness/order-calls.ts'
import { cash, soldOrders, twoLines, units } from '../harness/sold-orders.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let orders: ReturnType<typeof soldOrders>

beforeAll(async () => {
  server = await startTestServer()
  orders = soldOrders(server)
})
afterAll(() => server.close())

describe('coupons', () => {
  it('that their policy keeps stay used, and the goods are refunded all the same', async () => {
    const { orderId, couponCodes, redemptionIds } = await orders.sold([{ ...cash, returnPolicy: 'none' }], twoLines)
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ errorCode: 'RETURN_NOT_ALLOWED' })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      refundAmount: '190.00',
      coupons: [{ outcome: 'not_returned', offAmount: '10.00' }],
    })
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('1')
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('come back by coupon.return with what is left of the goods', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', refundedAmount: '190.00' })
    expect(await orders.returnCoupon(redemptionIds[0] ?? '')).toMatchObject({ success: true, alreadyDone: true })
  })

  it('of one order come back one by one, and the goods with the last', async () => {
    const { orderId, redemptionIds } = await orders.sold([cash, { ...cash, couponAmount: '20' }], twoLines)
    const [first, second] = redemptionIds
    expect(await orders.giveBack({ redemptionId: first })).toMatchObject({ refundAmount: '0.00', returnedLines: [] })
    expect(await orders.giveBack({ redemptionId: second })).toMatchObject({ refundAmount: '170.00' })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('for gifts hold the value of a gift back until it is handed in', async () => {
    const gift = { kind: 'gift', gift: '保温杯', couponAmount: '9.90', orderAmount: '180', returnSplit: 'recompute' }
    const { orderId, couponCodes } = await orders.sold([gift], twoLines)
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '40.10',
      heldBackAmount: '9.90',
      coupons: [{ outcome: 'used' }],
    })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']), giftsBack: couponCodes })).toMatchObject({
      refundAmount: '159.90',
      refundedAmount: '200.00',
      coupons: [{ outcome: 'returned' }],
    })
  })

  it.each([
    { name: 'no amounts', order: {} },
    { name: 'one sum', order: { orderAmount: '200' } },
  ])('of an order with $name come back whole only', async ({ order }) => {
    const [couponCode, orderId] = [await orders.claimed(cash), orders.newOrder()]
    const { redemptionId } = await orders.redeem({ couponCode, orderId, ...order })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await orders.giveBack({ redemptionId, lines: units([1, '1']) })).toMatchObject({
      errorCode: 'LINES_NOT_KNOWN',
    })
    const whole = await orders.giveBack({ orderId })
    expect(whole).toMatchObject({ success: true, coupons: [{ couponCode, outcome: 'returned' }] })
    expect(whole).not.toHaveProperty('refundAmount')
    expect(await orders.giveBack({ orderId })).toMatchObject({ alreadyDone: true })
  })

  it('that do not come back are not said to take off less, while their goods are not known to be back', async () => {
    const kept = { ...cash, returnPolicy: 'none' }
    const [couponCode, orderId] = [await orders.claimed(kept), orders.newOrder()]
    const { redemptionId } = await orders.redeem({ couponCode, orderId, orderAmount: '200' })
    const unknown = await orders.giveBack({ orderId })
    expect(unknown).toEqual({
      coupons: [expect.objectContaining({ couponCode, outcome: 'not_returned', offAmount: '0.00' })],
      returnedLines: [],
      success: true,
    })
    expect(await orders.giveBack({ redemptionId })).toEqual(unknown)
    const beside = await orders.sold([kept, cash], twoLines)
    const first = await orders.giveBack({ redemptionId: beside.redemptionIds[0] })
    expect(first).toMatchObject({ coupons: [{ outcome: 'not_returned', offAmount: '0.00' }], refundAmount: '0.00' })
    expect(first).not.toHaveProperty('alreadyDone')
    const whole = await orders.giveBack({ orderId: beside.orderId })
    const offAmounts = Object(whole)
      .coupons.map(Object)
      .map(({ offAmount }: { offAmount: string }) => offAmount)
    expect([whole['refundAmount'], offAmounts]).toEqual(['180.00', ['10.00', '10.00']])
  })

  it('of a later call on an order join its sale, unless its lines are not known', async () => {
    const { orderId } = await orders.sold([cash], twoLines)
    const more = [...twoLines, { lineNo: 3, amount: '100' }]
    expect(await orders.redeem({ couponCode: await orders.claimed(cash), orderId, lines: more })).toMatchObject({
      payAmount: '280.00',
    })
    expect(await orders.giveBack({ orderId, lines: units([3, '1']) })).toMatchObject({ success: true })
    const { redemptionId } = await orders.redeem({ couponCode: await orders.claimed(cash), orderId })
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await orders.returnCoupon(String(redemptionId))).toMatchObject({ success: true })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundedAmount: '280.00' })
  })

  it('of an order that came back whole may be used on it again', async () => {
    const { orderId, couponCodes } = await orders.sold([cash], twoLines)
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
    expect(await orders.redeem({ couponCodes, orderId, lines: twoLines })).toMatchObject({ payAmount: '190.00' })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '47.50',
      refundedAmount: '47.50',
    })
  })
})

describe('an order that was sold again', () => {
  it('refunds nothing twice that came back before', async () => {
    const lines = [
      { lineNo: 1, amount: '100', category: 'A' },
      { lineNo: 2, amount: '100', category: 'B' },
    ]
    const { orderId, redemptionIds } = await orders.sold([{ ...cash, category: 'A' }], lines)
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({ refundAmount: '90.00' })
    expect(await orders.redeem({ couponCode: await orders.claimed(cash), orderId, lines })).toMatchObject({
      success: true,
    })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      refundAmount: '90.00',
      refundedAmount: '180.00',
      returnedLines: [{ lineNo: 2 }],
    })
    expect(await orders.giveBack({ redemptionId: redemptionIds[0], lines: units([2, '1']) })).toMatchObject({
      errorCode: 'RETURN_EXCEEDS_LEFT',
    })
  })

  it('gives a coupon back that took off only what had come back, with the last of its goods', async () => {
    const lines = [
      { lineNo: 1, amount: '100', category: 'A' },
      { lineNo: 2, amount: '100', quantity: '2', category: 'B' },
    ]
    const { orderId, couponCodes } = await orders.sold([{ ...cash, category: 'A' }], lines)
    expect(await orders.giveBack({ orderId, lines: units([1, '1']) })).toMatchObject({
      refundAmount: '90.00',
      coupons: [{ outcome: 'returned' }],
    })
    expect(await orders.redeem({ couponCodes, orderId, lines })).toMatchObject({ success: true })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '40.00',
      coupons: [{ outcome: 'used' }],
    })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '50.00',
      refundedAmount: '180.00',
      coupons: [{ outcome: 'returned', offAmount: '10.00' }],
    })
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('0')
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('ends a coupon that took off only what had come back, where its policy allows no return', async () => {
    const lines = [
      { lineNo: 1, amount: '100', category: 'A' },
      { lineNo: 2, amount: '100', category: 'B' },
    ]
    const { orderId } = await orders.sold([{ ...cash, category: 'A' }], lines)
    await orders.giveBack({ orderId, lines: units([1, '1']) })
    const couponCode = await orders.claimed({ ...cash, category: 'A', returnPolicy: 'none' })
    await orders.redeem({ couponCode, orderId, lines })
    const answer = await orders.giveBack({ orderId })
    expect(answer).toMatchObject({ refundAmount: '90.00' })
    expect(answer['coupons']).toEqual([expect.objectContaining({ couponCode, outcome: 'not_returned' })])
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '0.00', alreadyDone: true })
  })

  it('after its coupon came back by the ERP refunds only what it was sold for last', async () => {
    const { orderId, couponCodes, redemptionIds } = await orders.sold([cash], twoLines)
    const closed = { order_id: orderId, coupons: couponsOf(...couponCodes), order_status: 'TRADE_CLOSED' }
    await syncOrder(server.url, closed)
    expect(await orders.statusOf(couponCodes[0] ?? '')).toBe('0')
    await orders.redeem({ couponCodes, orderId, lines: twoLines })
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
    expect(await orders.giveBack({ redemptionId: redemptionIds[0], lines: units([2, '1']) })).toMatchObject({
      errorCode: 'LINES_NOT_KNOWN',
    })
  })

  it('while its policy keeps a coupon used comes back anew, by line too, as if that coupon were not on it', async () => {
    const { orderId } = await orders.sold([{ ...cash, returnPolicy: 'none' }], twoLines)
    expect(await orders.giveBack({ orderId })).toMatchObject({ refundAmount: '190.00' })
    const couponCode = await orders.claimed(cash)
    expect(await orders.redeem({ couponCode, orderId, lines: twoLines })).toMatchObject({ payAmount: '190.00' })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ refundAmount: '47.50' })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      refundAmount: '142.50',
      returnedLines: [{ lineNo: 1 }],
      coupons: [{ couponCode, outcome: 'returned', offAmount: '7.50' }],
    })
  })

  it('without lines refunds what is not known, not 0', async () => {
    const { orderId } = await orders.sold([cash], twoLines)
    await orders.giveBack({ orderId })
    const couponCode = await orders.claimed(cash)
    await orders.redeem({ couponCode, orderId })
    const answer = await orders.giveBack({ orderId })
    expect(answer).toMatchObject({ success: true, coupons: [{ couponCode, outcome: 'returned' }] })
    expect(answer).not.toHaveProperty('refundAmount')
    expect(answer).not.toHaveProperty('refundedAmount')
  })
})

it('of which a till took more off while it was offline comes back whole only, and what it refunds is not known', async () => {
  const { orderId, couponCodes } = await orders.sold([cash], twoLines)
  const couponCode = await orders.claimed(cash)
  await orders.redeem({ couponCode, orderId: orders.newOrder(), lines: twoLines })
  const uploaded = await orders.upload({
    orderId,
    coupons: [{ couponCode, offAmount: '10' }],
    orderAmount: '200',
    shop: '01',
    redeemedAt: '2026-11-24 21:00:00',
  })
  expect(uploaded).toMatchObject({ redemptions: [{ verdict: 'conflict' }] })
  expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
  const whole = await orders.giveBack({ orderId })
  expect(whole).toMatchObject({
    success: true,
    returnedLines: [{ lineNo: 1 }, { lineNo: 2 }],
    coupons: [{ couponCode: couponCodes[0], outcome: 'returned' }],
  })
  expect(whole).not.toHaveProperty('refundAmount')
  expect(await orders.giveBack({ orderId })).toMatchObject({ alreadyDone: true })
})

describe('an order that a till uploaded with its lines', () => {
  const at = (time: string) => ({ shop: '01', redeemedAt: `2026-11-24 ${time}` })

  it('comes back by line, as one that was redeemed online', async () => {
    const [couponCode, orderId] = [await orders.claimed(cash), orders.newOrder()]
    const uploaded = await orders.upload({
      orderId,
      coupons: [{ couponCode, offAmount: '10' }],
      lines: twoLines,
      ...at('21:00:00'),
    })
    expect(uploaded).toMatchObject({ redemptions: [{ verdict: 'redeemed', offAmount: '10.00' }] })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '47.50',
      coupons: [{ outcome: 'used', offAmount: '2.50' }],
    })
    expect(await orders.giveBack({ orderId })).toMatchObject({
      refundAmount: '142.50',
      refundedAmount: '190.00',
      coupons: [{ outcome: 'returned' }],
    })
  })

  it('comes back whole only, where the till took off what the rules do not', async () => {
    const [couponCode, orderId] = [await orders.claimed(cash), orders.newOrder()]
    await orders.upload({ orderId, coupons: [{ couponCode, offAmount: '9.99' }], lines: twoLines, ...at('21:00:00') })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    const whole = await orders.giveBack({ orderId })
    expect(whole).toMatchObject({ success: true, coupons: [{ outcome: 'returned' }] })
    expect(whole).not.toHaveProperty('refundAmount')
  })

  it('comes back whole only, once an earlier upload took one of its coupons over', async () => {
    const couponCodes = [await orders.claimed(cash), await orders.claimed(cash)]
    const coupons = couponCodes.map((couponCode) => ({ couponCode }))
    const orderId = orders.newOrder()
    await orders.upload({ orderId, coupons, lines: twoLines, ...at('21:00:00') })
    const taken = { orderId: orders.newOrder(), coupons: coupons.slice(0, 1), lines: twoLines }
    expect(await orders.upload({ ...taken, ...at('20:00:00') })).toMatchObject({
      redemptions: [{ verdict: 'redeemed' }],
    })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({ errorCode: 'LINES_NOT_KNOWN' })
    expect(await orders.giveBack({ orderId: taken.orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '47.50',
    })
  })
})

describe("a till's own split", () => {
  it('is kept as it was sent, and refunds what it says', async () => {
    const couponCode = await orders.claimed(cash)
    const share = (lineNo: number, amount: string, offAmount: string) => {
      return { lineNo, amount, coupons: [{ couponCode, offAmount }] }
    }
    const orderId = orders.newOrder()
    const lines = [share(1, '150', '0'), share(2, '50', '10.00')]
    expect(await orders.redeem({ couponCode, orderId, lines })).toMatchObject({
      offAmount: '10.00',
      payAmount: '190.00',
      lines: [
        { lineNo: 1, payAmount: '150.00', coupons: [] },
        { lineNo: 2, payAmount: '40.00', coupons: [{ couponCode, offAmount: '10.00' }] },
      ],
    })
    expect(await orders.giveBack({ orderId, lines: units([2, '1']) })).toMatchObject({
      refundAmount: '40.00',
      coupons: [{ outcome: 'returned', offAmount: '10.00' }],
    })
  })

  it.each([
    { name: 'sums to less than the coupon takes', shares: ['7.50', '2.49'], couponCode: expect.any(String) },
    { name: 'sums to more', shares: ['7.50', '2.51'], couponCode: expect.any(String) },
    { name: 'makes a line cost less than nothing', shares: ['4.99', '5.01'], text: '第 2 行' },
  ])('that $name is refused, with ours', async ({ shares, couponCode: named, text }) => {
    const couponCode = await orders.claimed(cash)
    const lines = ['150', '5'].map((amount, place) => {
      return { amount, coupons: [{ couponCode, offAmount: shares[place] ?? '' }] }
    })
    const answer = await orders.redeem({ couponCode, orderId: orders.newOrder(), lines })
    expect(answer).toMatchObject({
      success: false,
      errorCode: 'SPLIT_MISMATCH',
      offAmount: '10.00',
      payAmount: '145.00',
      lines: [{ coupons: [{ offAmount: '9.68' }] }, { coupons: [{ offAmount: '0.32' }] }],
    })
    if (named !== undefined) expect(answer['couponCode']).toBe(couponCode)
    if (text !== undefined) expect(answer['errorMessage']).toContain(text)
    expect(await orders.statusOf(couponCode)).toBe('0')
  })

  it('must name only coupons of the call', async () => {
    const couponCode = await orders.claimed(cash)
    const lines = [{ amount: '150', coupons: [{ couponCode: 'other', offAmount: '10' }] }]
    expect(await orders.redeem({ couponCode, orderId: orders.newOrder(), lines })).toMatchObject({
      errorCode: 'SPLIT_MISMATCH',
    })
  })
})
