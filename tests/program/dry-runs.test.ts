import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let reservedCode = ''
let redemptionId = ''

type Method = Parameters<LifecycleClient['call']>[0]

const phone = '18612255668'
const write = (method: Method, requested: object) => caller.call(method, { outRequestNo: caller.newNo(), ...requested })

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const cash = { couponName: '10元券', kind: 'cash', couponAmount: '10', validFromDay: 0, validToDay: 29 }
  const limits = { stockTotal: 5, memberTotal: 4, memberPerDay: 3 }
  await write('yaoquan.template.save', { template: { ...cash, couponId: 'limited', ...limits } })
  await write('yaoquan.template.save', { template: { ...cash, couponId: 'free' } })
  await write('yaoquan.template.save', { template: { ...cash, couponId: 'closed' } })
  await write('yaoquan.template.close', { couponId: 'closed' })
  const part = { sellerId: '111', outRequestNo: caller.newNo(), part: 1, couponId: 'free', channel: 'flyer' }
  const reserved = await server.administration.reserveCodes({ ...part, total: 1, count: 1 })
  reservedCode = reserved.kind === 'done' ? (reserved.answer.couponCodes[0] ?? '') : ''
  const codes = ['hold', 'held', 'free', 'short', 'lost', 'use', 'used', 'void', 'endless']
  const coupons = codes.map((couponCode) => {
    const endDate = couponCode === 'endless' ? undefined : '2026-12-31'
    return { couponCode, couponId: 'erp', couponAmount: '30', phone, endDate }
  })
  await write('yaoquan.coupon.issue', { coupons })
  for (const couponCode of ['held', 'lost']) {
    await write('yaoquan.coupon.hold', { couponCode, orderId: 'SO-1', ttlSeconds: 3600 })
  }
  await write('yaoquan.coupon.void', { couponCodes: ['void'], reason: '误发' })
  const lines = [{ lineNo: 1, amount: '150' }]
  const used = await write('yaoquan.coupon.redeem', { couponCode: 'used', orderId: 'SO-2', lines })
  redemptionId = String(used['redemptionId'])
})

afterAll(() => server.close())

/** What any call leaves, and what is written in the background. */
const ofOthers = /^(used_sign|usage_day|refused_call|figure_|reconciliation_|sqlite_)/

/** Every row of the store, without the version of counters: a refused claim leaves its lock there. */
function everything(): Readonly<Record<string, readonly object[]>> {
  const file = new DatabaseSync(join(server.dataDir, 'yaoquan.db'), { readOnly: true })
  try {
    const rowsOf = (name: string) => {
      const rows = file.prepare(`SELECT * FROM "${name}"`).all()
      return name === 'counter' ? rows.map((row) => ({ ...row, version: 0 })) : rows
    }
    const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const names = tables.map(({ name }) => String(name)).filter((name) => !ofOthers.test(name))
    return Object.fromEntries(names.map((name) => [name, rowsOf(name)]))
  } finally {
    file.close()
  }
}

/** Tries an act, sees that the store is as it was, and does it under the same number. */
async function triedAndDone(method: Method, requested: object) {
  const numbered = { outRequestNo: caller.newNo(), ...requested }
  const before = everything()
  expect(before['chain_event']).not.toEqual([])
  const { dryRun, ...tried } = await caller.call(method, { ...numbered, dryRun: true })
  expect(dryRun).toBe(true)
  expect(everything()).toEqual(before)
  const done = await caller.call(method, numbered)
  expect(done).not.toHaveProperty('dryRun')
  expect(done).not.toHaveProperty('alreadyDone')
  return { tried, done }
}

describe('a dry run answers what the act then does, and writes nothing:', () => {
  it.each<[string, Method, object, object]>([
    [
      'a hold',
      'yaoquan.coupon.hold',
      { couponCode: 'hold', orderId: 'SO-3', ttlSeconds: 86_400 },
      { heldUntil: expect.stringMatching(/^2026-11-25 22:/), success: true },
    ],
    ['a release', 'yaoquan.coupon.release', { couponCode: 'held', orderId: 'SO-1' }, { success: true }],
    [
      'a release of what is not held',
      'yaoquan.coupon.release',
      { couponCode: 'held', orderId: 'SO-1' },
      { unchanged: true, success: true },
    ],
    [
      'an extension, with what it refuses',
      'yaoquan.coupon.extend',
      { couponCodes: ['free', 'endless', 'used'], endDate: '2027-01-31', reason: '活动延期' },
      {
        extendedCount: 1,
        items: [
          { couponCode: 'free', outcome: 'extended', previousEndDate: '2026-12-31', endDate: '2027-01-31' },
          { couponCode: 'endless', outcome: 'not_later' },
          { couponCode: 'used', outcome: 'used', orderId: 'SO-2' },
        ],
      },
    ],
    [
      'an extension of a template',
      'yaoquan.coupon.extend',
      { couponId: 'erp', endDate: '2027-02-28' },
      { extendedCount: 6, refusedCount: 3, items: [] },
    ],
    [
      'a void, also of what an order holds',
      'yaoquan.coupon.void',
      { couponCodes: ['free', 'lost', 'used', 'nobody'], voidHeld: true, reason: '误发' },
      {
        voidedCount: 2,
        refusedCount: 2,
        errorCode: 'PARTLY_FAILED',
        items: [
          { couponCode: 'free', outcome: 'voided' },
          { couponCode: 'lost', outcome: 'voided', orderId: 'SO-1' },
          { couponCode: 'used', outcome: 'used', orderId: 'SO-2' },
          { couponCode: 'nobody', outcome: 'not_found' },
        ],
      },
    ],
    [
      'an issue',
      'yaoquan.coupon.issue',
      { coupons: [{ couponCode: 'new', phone: '13900000001' }, { couponCode: 'void' }, { couponCode: '' }] },
      { createdCount: 1, conflictCount: 1, invalidCount: 1 },
    ],
  ])('%s', async (_name, method, requested, expected) => {
    const { tried, done } = await triedAndDone(method, requested)
    expect(tried).toMatchObject(expected)
    // The clock of the server goes on.
    expect({ ...done, heldUntil: 0 }).toEqual({ ...tried, heldUntil: 0 })
  })

  it('a redemption, whose id is made when it is done', async () => {
    const input = { couponCode: 'use', orderId: 'SO-4', lines: [{ lineNo: 1, amount: '100', category: '1' }] }
    const { tried, done } = await triedAndDone('yaoquan.coupon.redeem', input)
    expect(tried).toMatchObject({ offAmount: '30.00', payAmount: '70.00', redemptions: [] })
    const { redemptionId: _, redemptions, redeemedAt, ...rest } = done
    expect(redemptions).toMatchObject([{ couponCode: 'use', offAmount: '30.00' }])
    expect(tried).toEqual({ ...rest, redemptions: [], redeemedAt: expect.any(String) })
  })

  it('a return of a coupon', async () => {
    const { tried, done } = await triedAndDone('yaoquan.coupon.return', { redemptionId, reason: '用错了券' })
    expect(tried).toEqual({ couponCode: 'used', endDate: '2026-12-31', success: true })
    expect(done).toEqual(tried)
  })

  it('a claim: how many, for which days, and what it leaves of the limits', async () => {
    for (const [count, memberLeft, stockLeft] of [
      [2, 1, 3],
      [1, 0, 2],
    ]) {
      const { tried, done } = await triedAndDone('yaoquan.coupon.claim', { couponId: 'limited', phone, count })
      const days = { startDate: '2026-11-24', endDate: '2026-12-23' }
      expect(tried).toEqual({ count, ...days, memberLeft, stockLeft, coupons: [], success: true })
      expect(done['coupons']).toEqual(Array.from({ length: Number(count) }, () => expect.objectContaining(days)))
    }
  })

  it('a claim by someone who was not known', async () => {
    const input = { couponId: 'limited', phone: '13900000002', cardNo: 'C-2' }
    const { tried, done } = await triedAndDone('yaoquan.coupon.claim', input)
    expect([tried, done]).toMatchObject([{ memberLeft: 2, stockLeft: 1 }, { success: true }])
  })

  it('a claim of a reserved code, of a template without limits', async () => {
    const { tried, done } = await triedAndDone('yaoquan.coupon.claim', { couponCode: reservedCode, phone })
    const days = { startDate: '2026-11-24', endDate: '2026-12-23' }
    expect(tried).toEqual({ count: 1, ...days, coupons: [], success: true })
    expect(done).toEqual({ coupons: [{ couponCode: reservedCode, ...days }], success: true })
  })
})

describe('a dry run is refused as the act is:', () => {
  it.each<[string, Method, () => object]>([
    ['COUPON_HELD', 'yaoquan.coupon.hold', () => ({ couponCode: 'hold', orderId: 'SO-5', ttlSeconds: 60 })],
    ['COUPON_VOID', 'yaoquan.coupon.hold', () => ({ couponCode: 'void', orderId: 'SO-5', ttlSeconds: 60 })],
    ['COUPON_HELD', 'yaoquan.coupon.release', () => ({ couponCode: 'hold', orderId: 'SO-5' })],
    ['COUPON_NOT_FOUND', 'yaoquan.coupon.release', () => ({ couponCode: 'nobody', orderId: 'SO-5' })],
    ['END_DATE_PASSED', 'yaoquan.coupon.extend', () => ({ couponId: 'erp', endDate: '2026-11-23' })],
    ['COUPON_ALREADY_USED', 'yaoquan.coupon.redeem', () => ({ couponCode: 'use', orderId: 'SO-5' })],
    ['REDEMPTION_NOT_FOUND', 'yaoquan.coupon.return', () => ({ redemptionId: 'none', reason: '用错了券' })],
    ['MEMBER_LIMIT_REACHED', 'yaoquan.coupon.claim', () => ({ couponId: 'limited', phone })],
    ['STOCK_EXHAUSTED', 'yaoquan.coupon.claim', () => ({ couponId: 'limited', phone: '13900000003', count: 2 })],
    ['TEMPLATE_CLOSED', 'yaoquan.coupon.claim', () => ({ couponId: 'closed', phone })],
    ['CODE_ALREADY_CLAIMED', 'yaoquan.coupon.claim', () => ({ couponCode: reservedCode, phone })],
  ])('%s of %s', async (errorCode, method, requested) => {
    const { tried, done } = await triedAndDone(method, requested())
    expect(tried).toMatchObject({ errorCode, success: false })
    expect(done).toEqual(tried)
  })
})

it('a number that was used is refused to a dry run as to other content, and one that was tried is free', async () => {
  const input = { outRequestNo: caller.newNo(), couponCode: 'short', orderId: 'SO-6', ttlSeconds: 60 }
  expect(await caller.call('yaoquan.coupon.hold', { ...input, dryRun: true })).toMatchObject({ success: true })
  expect(await caller.call('yaoquan.coupon.hold', { ...input, ttlSeconds: 90 })).toMatchObject({ success: true })
  expect(await caller.call('yaoquan.coupon.hold', { ...input, dryRun: true })).toMatchObject({
    errorCode: 'IDEMPOTENT_CONFLICT',
    dryRun: true,
  })
})
