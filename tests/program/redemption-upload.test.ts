import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let codes = 0

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    const app = (appKey: string, preset: string) =>
      administration.createApp({
        name: appKey,
        sellerIds: ['111'],
        appKey,
        appSecret: 'helloworld',
        grants: { preset, allowed: [], denied: [] },
      })
    await app('till', 'till')
    await app('read', 'read')
  })
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

type Judged = Readonly<{ couponCode: string; redemptionId: string; verdict: string }>

/** The members of answers that tests read. */
type Answer = Readonly<{
  redemptionId?: string
  redemptions?: readonly (Judged & Readonly<{ orderId?: string }>)[]
  coupons?: readonly Judged[]
  coupon?: unknown
  timeline?: readonly Readonly<{ kind: string; after: string }>[]
  redemption?: Record<string, unknown>
  nextCursor?: string
  errorCode?: string
  success?: boolean
}>

const call: (...requested: Parameters<LifecycleClient['call']>) => Promise<Answer> = (method, input) =>
  caller.call(method, input)

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  call(method, { outRequestNo: caller.newNo(), ...requested })

/** Issues a coupon that is worth 50 from 100 on, and begins on the first of the month. @returns its code */
async function issued(terms: object = {}): Promise<string> {
  codes += 1
  const couponCode = `OFF${codes}`
  const coupon = { couponCode, couponAmount: '50', orderAmount: '100', billDate: '2026-11-01', ...terms }
  await write('yaoquan.coupon.issue', { coupons: [coupon] })
  return couponCode
}

const at = (time: string) => `2026-11-24 ${time}`

function upload(couponCodes: readonly string[], requested: object): Promise<Answer> {
  const coupons = couponCodes.map((couponCode) => ({ couponCode, offAmount: '50' }))
  return write('yaoquan.redemption.upload', { coupons, orderAmount: '120', shop: '01', ...requested })
}

async function verdicts(couponCodes: readonly string[], requested: object): Promise<readonly Judged[]> {
  const { redemptions, success } = await upload(couponCodes, requested)
  expect(success).toBe(true)
  return redemptions ?? []
}

async function shown(redemptionId: string | undefined) {
  const { redemption } = await call('yaoquan.redemption.get', { redemptionId: redemptionId ?? '' })
  return redemption ?? {}
}

async function usedBy(couponCode: string): Promise<unknown> {
  const { timeline } = await call('yaoquan.coupon.get', { couponCode })
  const last = timeline?.findLast(({ kind }) => kind === 'redeemed')
  return last && JSON.parse(last.after)
}

describe('an order that a till redeemed while it was offline', () => {
  it('redeems its coupons at its moment, with what the rules and the till take off', async () => {
    const code = await issued()
    const [judged] = await verdicts([code], { orderId: 'SO-1', redeemedAt: at('21:05:00') })
    expect(judged).toEqual({
      couponCode: code,
      redemptionId: expect.stringMatching(/^\w{16}$/),
      verdict: 'redeemed',
      offAmount: '50.00',
    })
    expect(await usedBy(code)).toMatchObject({ order_id: 'SO-1', redeemed_at: at('21:05:00'), shop: '01' })
    expect(await shown(judged?.redemptionId)).toMatchObject({
      verdict: 'redeemed',
      orderId: 'SO-1',
      offAmount: '50.00',
      tillOffAmount: '50.00',
      orderAmount: '120.00',
      countedId: judged?.redemptionId,
      uploadedBy: 'app:12345678',
      redeemedAt: at('21:05:00'),
    })
    const back = await write('yaoquan.coupon.return', { redemptionId: judged?.redemptionId, reason: '退货' })
    expect(back).toMatchObject({ success: true })
    expect(await shown(judged?.redemptionId)).toMatchObject({ verdict: 'redeemed', returnReason: '退货' })
  })

  it('gets a conflict with a redemption online, which says where and when, and changes nothing', async () => {
    const code = await issued()
    await write('yaoquan.coupon.redeem', { couponCode: code, orderId: 'SO-ONLINE', shop: '02' })
    const before = await call('yaoquan.coupon.get', { couponCode: code })
    const [judged] = await verdicts([code], { orderId: 'SO-2', redeemedAt: at('20:00:00') })
    expect(judged).toMatchObject({
      verdict: 'conflict',
      usedOrderId: 'SO-ONLINE',
      usedShop: '02',
      usedAt: expect.stringMatching(/^2026-11-24/),
      errorCode: 'COUPON_ALREADY_USED',
      errorMessage: expect.stringContaining('SO-ONLINE'),
    })
    const after = await call('yaoquan.coupon.get', { couponCode: code })
    expect(after.coupon).toEqual(before.coupon)
    expect(after.timeline).toMatchObject([
      { kind: 'issued' },
      { kind: 'redeemed' },
      { kind: 'redemption_judged', after: expect.stringMatching(/"verdict":"conflict","order_id":"SO-2"/) },
    ])
    const conflict = { redemptionId: judged?.redemptionId, reason: '退货' }
    expect(await write('yaoquan.coupon.return', conflict)).toMatchObject({ errorCode: 'REDEMPTION_NOT_FOUND' })
  })

  it('is redeemed where its own order redeemed the coupon online before the line broke', async () => {
    const code = await issued()
    const online = await write('yaoquan.coupon.redeem', { couponCode: code, orderId: 'SO-3', shop: '01' })
    const [judged] = await verdicts([code], { orderId: 'SO-3', redeemedAt: at('21:00:00') })
    expect(judged).toMatchObject({ verdict: 'redeemed', redemptionId: online.redemptionId })
  })

  it('makes way for an earlier one that comes later, and its repetition keeps the first answer', async () => {
    const code = await issued()
    const later = { outRequestNo: 'LATER', orderId: 'SO-4', redeemedAt: at('21:30:00'), shop: '01' }
    const first = await upload([code], later)
    const id = first.redemptions?.at(0)?.redemptionId
    const [earlier] = await verdicts([code], { orderId: 'SO-5', redeemedAt: at('21:00:00'), shop: '02' })
    expect(earlier).toMatchObject({ verdict: 'redeemed' })
    expect(await upload([code], later)).toEqual({ ...first, alreadyDone: true })
    expect(await shown(id)).toMatchObject({
      verdict: 'conflict',
      usedOrderId: 'SO-5',
      usedShop: '02',
      usedAt: at('21:00:00'),
      errorCode: 'COUPON_ALREADY_USED',
      countedId: earlier?.redemptionId,
    })
    expect(await usedBy(code)).toMatchObject({ order_id: 'SO-5' })
    const { redemptions } = await call('yaoquan.redemption.list', { couponCode: code })
    expect(redemptions).toMatchObject([{ orderId: 'SO-5' }])
    expect((await write('yaoquan.coupon.return', { redemptionId: id, reason: 'x' })).errorCode).toBe(
      'REDEMPTION_NOT_FOUND',
    )
  })

  it('keeps a hold or a later void from nothing, since the customer has left', async () => {
    const [held, voided] = [await issued(), await issued()]
    await write('yaoquan.coupon.hold', { couponCode: held, orderId: 'SO-HOLD', ttlSeconds: 900 })
    await write('yaoquan.coupon.void', { couponCodes: [voided], reason: '误发' })
    const judged = await verdicts([held, voided], { orderId: 'SO-6', redeemedAt: at('21:00:00'), orderAmount: '300' })
    expect(judged.map(({ verdict }) => verdict)).toEqual(['redeemed', 'redeemed'])
  })
})

describe('by the rules of its moment', () => {
  test.each([
    ['expired', { endDate: '2026-11-23' }, {}, 'COUPON_EXPIRED'],
    ['not valid yet', { startDate: '2026-11-25' }, {}, 'COUPON_NOT_STARTED'],
    ['of another shop', { shop: '09' }, {}, 'SHOP_NOT_ALLOWED'],
    ['below its minimum', { orderAmount: '120.01' }, {}, 'ORDER_AMOUNT_TOO_LOW'],
    ['of another category', { category: '7' }, { lines: [{ category: '8', amount: '120' }] }, 'CATEGORY_NOT_ALLOWED'],
    ['not issued yet', {}, { redeemedAt: '2026-10-31 23:59:59' }, 'REDEEMED_AT_NOT_ALLOWED'],
  ])('a coupon %s is not valid, and is kept', async (_name, terms, input, errorCode) => {
    const code = await issued(terms)
    const order = {
      orderId: `SO-${code}`,
      redeemedAt: at('21:00:00'),
      ...('lines' in input && { orderAmount: undefined }),
    }
    const [judged] = await verdicts([code], { ...order, ...input })
    expect(judged).toMatchObject({ verdict: 'not_valid', errorCode, errorMessage: expect.stringMatching(/./) })
    expect(judged).not.toHaveProperty('offAmount')
    expect(await usedBy(code)).toBeUndefined()
    expect(await shown(judged?.redemptionId)).toMatchObject({ verdict: 'not_valid', errorCode, tillOffAmount: '50.00' })
  })

  it('a coupon that expired since is redeemed, and one that was void is not valid', async () => {
    const expired = await issued({ endDate: '2026-11-23' })
    const [judged] = await verdicts([expired], { orderId: 'SO-7', redeemedAt: '2026-11-23 23:59:59' })
    expect(judged).toMatchObject({ verdict: 'redeemed' })
    const voided = await issued({ status: '3' })
    const [other] = await verdicts([voided], { orderId: 'SO-8', redeemedAt: at('22:00:00') })
    expect(other).toMatchObject({ verdict: 'not_valid', errorCode: 'COUPON_VOID' })
  })

  it('a coupon that nobody issued is unknown, and is kept', async () => {
    const [judged] = await verdicts(['NOWHERE'], { orderId: 'SO-9', redeemedAt: at('22:00:00') })
    expect(judged).toMatchObject({ verdict: 'unknown_coupon', errorCode: 'COUPON_NOT_FOUND' })
    expect(await shown(judged?.redemptionId)).toMatchObject({ verdict: 'unknown_coupon', couponCode: 'NOWHERE' })
  })

  it('coupons are judged in their order beside those of the same upload that fit, and one that does not touches no other', async () => {
    const template = { couponId: 'ALONE', couponName: 'alone', validFromDay: 0, validToDay: 9, stackable: false }
    await write('yaoquan.template.save', { template: { ...template, kind: 'cash', couponAmount: '5' } })
    const claimed = await write('yaoquan.coupon.claim', { couponId: 'ALONE', phone: '18612255668' })
    const alone = claimed.coupons?.at(0)?.couponCode
    const beside = await issued()
    const judged = await verdicts([alone ?? '', beside], { orderId: 'SO-10', redeemedAt: at('22:30:00') })
    expect(judged).toMatchObject([
      { verdict: 'redeemed', offAmount: '5.00' },
      { verdict: 'not_valid', errorCode: 'NOT_STACKABLE' },
    ])
  })
})

describe('calls that are broken', () => {
  test.each([
    ['a moment more than 28 days ago', { redeemedAt: '2026-10-27 22:00:00' }, /redeemed_at.*28/],
    ['a moment in the future', { redeemedAt: at('22:40:00') }, /redeemed_at/],
    ['no moment', { redeemedAt: 'yesterday' }, /redeemed_at/],
    ['a coupon twice', { coupons: [{ couponCode: 'A' }, { couponCode: 'A' }] }, /coupons/],
    ['no coupon', { coupons: [] }, /coupons/],
    ['an amount that is none', { coupons: [{ couponCode: 'A', offAmount: '-1' }] }, /coupons\[0\]\.off_amount/],
  ])('name their field: %s', async (_name, input, field) => {
    const order = { orderId: 'SO-BROKEN', redeemedAt: at('22:00:00'), coupons: [{ couponCode: 'A' }] }
    await expect(write('yaoquan.redemption.upload', { ...order, ...input })).rejects.toThrow(field)
    const { redemptions } = await call('yaoquan.redemption.list', {
      verdict: 'unknown_coupon',
      orderId: 'SO-BROKEN',
    })
    expect(redemptions).toEqual([])
  })

  it('a number that was used for other content is a conflict of numbers, and the upload goes under another one', async () => {
    const code = await issued()
    const order = { orderId: 'SO-11', redeemedAt: at('22:00:00') }
    await verdicts([code], { outRequestNo: 'SAME', ...order })
    expect(await upload([code], { outRequestNo: 'SAME', ...order, shop: '02' })).toMatchObject({
      success: false,
      errorCode: 'IDEMPOTENT_CONFLICT',
      redemptions: [],
    })
  })
})

describe('yaoquan.redemption.list with a verdict', () => {
  it('lists conflicts by day, shop, order and coupon, page by page', async () => {
    const code = await issued()
    await write('yaoquan.coupon.redeem', { couponCode: code, orderId: 'SO-WINS' })
    const losers = [
      ['SO-L1', '2026-11-21 10:00:00', '31'],
      ['SO-L2', '2026-11-21 11:00:00', '32'],
      ['SO-L3', '2026-11-22 10:00:00', '31'],
    ] as const
    for (const [orderId, redeemedAt, shop] of losers) await verdicts([code], { orderId, redeemedAt, shop })
    const ordersOf = async (filter: object) => {
      const orders: unknown[] = []
      let cursor: string | undefined
      do {
        const input = { verdict: 'conflict', limit: 1, cursor, ...filter } as const
        const page = await call('yaoquan.redemption.list', input)
        orders.push(...(page.redemptions ?? []).map(({ orderId }) => orderId))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      return orders
    }
    expect(await ordersOf({ couponCode: code })).toEqual(['SO-L1', 'SO-L2', 'SO-L3'])
    expect(await ordersOf({ day: '2026-11-21' })).toEqual(['SO-L1', 'SO-L2'])
    expect(await ordersOf({ day: '2026-11-21', shop: '32' })).toEqual(['SO-L2'])
    expect(await ordersOf({ shop: '31' })).toEqual(['SO-L1', 'SO-L3'])
    expect(await ordersOf({ orderId: 'SO-L3' })).toEqual(['SO-L3'])
    expect(await ordersOf({ orderId: 'SO-13900000000' })).toEqual([])
  })

  it('refuses a verdict together with returned, and the cursor of another filter', async () => {
    const both = call('yaoquan.redemption.list', { verdict: 'conflict', returned: true })
    await expect(both).rejects.toThrow(/returned/)
    const cursor = (await call('yaoquan.redemption.list', { verdict: 'conflict', limit: 1 })).nextCursor
    const other = { verdict: 'not_valid', limit: 1, cursor } as const
    expect(await call('yaoquan.redemption.list', other)).toMatchObject({ errorCode: 'INVALID_CURSOR' })
  })
})

test('tills may upload, and apps that only read may not', async () => {
  const input = { orderId: 'SO-APP', redeemedAt: at('22:00:00'), coupons: [{ couponCode: 'NOWHERE' }] }
  const as = (appKey: string) => lifecycleClient(server, undefined, { appKey, appSecret: 'helloworld' })
  const byTill = await as('till').call('yaoquan.redemption.upload', { outRequestNo: 'TILL-1', ...input })
  expect(byTill).toMatchObject({ success: true })
  const byReader = as('read').call('yaoquan.redemption.upload', { outRequestNo: 'READ-1', ...input })
  await expect(byReader).rejects.toThrow()
})
