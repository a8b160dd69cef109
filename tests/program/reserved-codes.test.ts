import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditedSeller } from '../harness/audited-seller.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const phone = '18612255668'

type Terms = Parameters<typeof caller.client.saveTemplate>[0]['template']

async function save(couponId: string, terms: Partial<Terms> = {}): Promise<void> {
  const template = {
    couponId,
    couponName: '10元券',
    kind: 'cash',
    couponAmount: '10',
    validToDay: 29,
    ...terms,
  } as const
  await caller.client.saveTemplate({ outRequestNo: caller.newNo(), template })
}

async function reserve(couponId: string, count = 1): Promise<readonly string[]> {
  const part = { sellerId: '111', outRequestNo: caller.newNo(), part: 1, couponId, channel: 'flyer' }
  const written = await server.administration.reserveCodes({ ...part, total: count, count })
  if (written.kind !== 'done') throw new Error(JSON.stringify(written))
  return written.answer.couponCodes
}

type Claim = Omit<Parameters<typeof caller.client.claimCoupons>[0], 'outRequestNo'>

function claim(input: Claim, outRequestNo = caller.newNo()): Promise<Record<string, unknown>> {
  return caller.call('yaoquan.coupon.claim', { outRequestNo, ...input })
}

it('a reserved code is no coupon for tills until a member claims it, and then one like any other', async () => {
  await save('flyer')
  const [couponCode = ''] = await reserve('flyer')
  const redeem = () =>
    caller.call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode, orderId: 'SO-1', shop: '01' })
  const unclaimed = { errorCode: 'COUPON_NOT_CLAIMED', errorMessage: '券码尚未领取，请先领取到会员名下' }
  expect(await redeem()).toMatchObject({ ...unclaimed, couponCode })
  expect(await caller.call('yaoquan.coupon.get', { couponCode })).toMatchObject(unclaimed)
  const hold = { outRequestNo: caller.newNo(), couponCode, orderId: 'SO-1', ttlSeconds: 60 }
  expect(await caller.call('yaoquan.coupon.hold', hold)).toMatchObject(unclaimed)
  expect((await caller.client.queryCoupons({ couponCode })).coupons).toEqual([])
  expect(await claim({ couponCode, phone, cardNo: '88' })).toEqual({
    coupons: [{ couponCode, startDate: '2026-11-24', endDate: '2026-12-23' }],
    success: true,
  })
  expect((await caller.client.queryCoupons({ phone })).coupons).toMatchObject([
    { couponCode, couponId: 'flyer', phone, cardNo: '88', channel: 'flyer', billDate: '2026-11-24', status: '0' },
  ])
  expect(await redeem()).toMatchObject({ success: true })
})

it('a code is claimed once, and its claim may be repeated under its number', async () => {
  await save('once', { stockTotal: 5, memberTotal: 1 })
  const [couponCode = ''] = await reserve('once', 9)
  const first = await claim({ couponCode, phone }, 'claimed once')
  expect(first).toMatchObject({ success: true })
  expect(await claim({ couponCode, phone }, 'claimed once')).toEqual({ ...first, alreadyDone: true })
  for (const again of [phone, '13900000001']) {
    expect(await claim({ couponCode, phone: again })).toMatchObject({
      errorCode: 'CODE_ALREADY_CLAIMED',
      errorMessage: '该券码已被领取',
      coupons: [],
    })
  }
  const { template } = await caller.client.execute('yaoquan.template.get', { couponId: 'once' }).then((r) => r.result)
  expect(template).toMatchObject({ issuedCount: 1 })
})

it.each<[string, Partial<Terms>, string]>([
  ['the stock', { stockTotal: 1 }, 'STOCK_EXHAUSTED'],
  ['the limit per member', { memberTotal: 1 }, 'MEMBER_LIMIT_REACHED'],
  ['the claim window', { claimFrom: '2026-11-25 00:00:00' }, 'CLAIM_NOT_OPEN'],
  ['a draft', { state: 'draft' }, 'TEMPLATE_NOT_PUBLISHED'],
])('%s of the template counts at the claim', async (name, terms, errorCode) => {
  await save(name, terms)
  const [first = '', second = ''] = await reserve(name, 2)
  await claim({ couponCode: first, phone })
  expect(await claim({ couponCode: second, phone })).toMatchObject({ errorCode, coupons: [] })
  await save(name)
  expect(await claim({ couponCode: second, phone })).toMatchObject({ success: true })
})

it('closing the template ends the claims of its codes', async () => {
  await save('closed')
  const [couponCode = ''] = await reserve('closed')
  await caller.call('yaoquan.template.close', { outRequestNo: caller.newNo(), couponId: 'closed', reason: '活动结束' })
  expect(await claim({ couponCode, phone })).toMatchObject({ errorCode: 'TEMPLATE_CLOSED' })
  await expect(reserve('closed')).rejects.toThrow('template-closed')
  await expect(reserve('nothing')).rejects.toThrow('template-not-found')
})

it('a channel of the claim takes the place of that of the reservation', async () => {
  await save('channel')
  const [couponCode = ''] = await reserve('channel')
  await claim({ couponCode, couponId: 'channel', phone, channel: 'wechat' })
  expect((await caller.client.queryCoupons({ couponCode })).coupons).toMatchObject([{ channel: 'wechat' }])
})

it('codes that were not reserved, or for another template, are refused by their name', async () => {
  await save('own')
  await save('other')
  const [couponCode = ''] = await reserve('own')
  const [bearer = ''] = await caller.client
    .claimCoupons({ outRequestNo: caller.newNo(), couponId: 'own', phone })
    .then(({ coupons }) => coupons.map((coupon) => coupon.couponCode))
  for (const input of [{ couponCode, couponId: 'other' }, { couponCode: bearer }, { couponCode: 'nothing' }]) {
    expect(await claim({ ...input, phone })).toMatchObject({ errorCode: 'CODE_NOT_RESERVED', coupons: [] })
  }
})

it.each([
  [{ phone }, 'coupon_id 与 coupon_code 至少传一个'],
  [{ couponCode: 'c', phone, count: 2 }, 'count 传 coupon_code 时只能为1'],
  [{ couponCode: 'c' }, 'phone 与 card_no 至少传一个'],
])('refuses %o', async (input, words) => {
  await expect(claim(input)).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining(words) })
})

it('a batch is an event of the seller, and a refused claim of its codes is explained', async () => {
  await save('told', { memberTotal: 1 })
  const [first = '', second = ''] = await reserve('told', 2)
  const { events } = await caller.client.execute('yaoquan.event.list', { limit: 1000 }).then((r) => r.result)
  expect(events.findLast(({ kind }) => kind === 'codes_reserved')).toMatchObject({
    couponId: 'told',
    actor: 'operator:generate',
    after: '{"count":2}',
  })
  await claim({ couponCode: first, phone: '13900000007' })
  for (const [couponCode, errorCode] of [
    [second, 'MEMBER_LIMIT_REACHED'],
    [first, 'CODE_ALREADY_CLAIMED'],
    ['nothing', 'CODE_NOT_RESERVED'],
  ] as const) {
    const input = { outRequestNo: caller.newNo(), couponCode, phone: '13900000007' }
    const refused = await caller.client.execute('yaoquan.coupon.claim', input)
    expect(refused.result).toMatchObject({ errorCode })
    const explain = () => caller.call('yaoquan.coupon.explain', { requestId: refused.requestId })
    await expect.poll(async () => (await explain())['success']).toBe(true)
    expect(await explain()).toMatchObject({ explanations: [{ couponCode, reasonCode: errorCode, usable: false }] })
  }
})

it('leaves a history that is intact', async () => {
  expect(await auditedSeller({ dataDir: server.dataDir }, '111')).toMatchObject({ kind: 'intact' })
})
