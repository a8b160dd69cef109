import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const newNo = () => caller.newNo()

const phone = '18612255668'
const cash = { couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const

type Terms = Parameters<typeof caller.client.saveTemplate>[0]['template']

async function save(couponId: string, terms: Partial<Terms> = {}): Promise<Record<string, unknown>> {
  const template = { couponId, ...cash, ...terms }
  return call('yaoquan.template.save', { outRequestNo: newNo(), template })
}

function claim(couponId: string, more: object = { phone }): Promise<Record<string, unknown>> {
  return call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId, ...more })
}

function codesOf(claimed: Record<string, unknown>): readonly string[] {
  return (claimed['coupons'] as readonly { couponCode: string }[]).map(({ couponCode }) => couponCode)
}

describe('yaoquan.template.save', () => {
  it('numbers the versions, and reads back what was saved', async () => {
    const terms = { ...cash, orderAmount: '59', shop: '01,02', stockTotal: 5, memberPerDay: 1, notes: '双十一' }
    expect(await save('saved', terms)).toEqual({ version: 1, success: true })
    expect(await save('saved', { ...terms, couponAmount: '12.5' })).toEqual({ version: 2, success: true })
    expect(await call('yaoquan.template.get', { couponId: 'saved' })).toMatchObject({
      template: {
        couponId: 'saved',
        couponAmount: '12.5',
        validFromDay: 0,
        validToDay: 29,
        shop: '01,02',
        stockTotal: 5,
        memberPerDay: 1,
        notes: '双十一',
        stackable: true,
        returnPolicy: 'same_code',
        version: 2,
        closed: false,
        issuedCount: 0,
        savedAt: expect.stringMatching(/^2026-11-24 22:/),
      },
    })
  })

  it.each<[string, Partial<Terms>, string]>([
    ['cash without an amount', { couponAmount: undefined }, 'coupon_amount 缺少必填值'],
    ['a reduction without a threshold', { kind: 'full_reduction' }, 'order_amount 缺少必填值'],
    ['a threshold below the amount', { kind: 'full_reduction', orderAmount: '9' }, 'order_amount 不能低于'],
    ['a discount without a percent', { kind: 'discount' }, 'discount_percent 缺少必填值'],
    ['a gift without a name', { kind: 'gift' }, 'gift 缺少必填值'],
    ['no validity', { validToDay: undefined }, 'start_date 固定有效期'],
    ['both validities', { startDate: '2026-11-01', endDate: '2026-11-30' }, 'start_date 固定有效期'],
    ['half of fixed dates', { validToDay: undefined, startDate: '2026-11-01' }, 'end_date 缺少必填值'],
    [
      'a day that is none',
      { validToDay: undefined, startDate: '2026-11-31', endDate: '2026-12-01' },
      'start_date 应为',
    ],
    ['an end before its start', { validFromDay: 30 }, 'valid_to_day 不能早于开始'],
    ['a moment that is none', { claimFrom: '2026-11-01' }, 'claim_from 应为'],
    ['a step from nothing', { kind: 'step', orderAmount: '0' }, 'order_amount 应大于 0'],
    ['hours past midnight', { hours: '22:00-02:00' }, 'hours 应为'],
    ['a draft with a moment of publication', { state: 'draft', publishAt: '2026-12-01 00:00:00' }, 'publish_at 草稿'],
  ])('refuses %s, naming field and rule', async (_name, terms, message) => {
    expect(await save('broken', terms)).toMatchObject({
      errorCode: 'INVALID_TEMPLATE',
      errorMessage: expect.stringContaining(message),
    })
  })

  it.each([0, 100])('refuses a percent of %s', async (discountPercent) => {
    const saved = save('broken', { kind: 'discount', discountPercent })
    await expect(saved).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining('discount_percent') })
  })

  it('keeps every term, of every version, and shows them with the coupons claimed from it', async () => {
    const terms = {
      ...({ kind: 'step', couponAmount: '15', orderAmount: '100', stepMax: 3, layer: 1, perOrder: 2 } as const),
      stackGroup: '满减',
      shop: '01',
      category: '1001',
      goods: 'G1,G2',
      excludeCategory: '2001',
      excludeGoods: 'G9',
      excludeTags: 'near_expiry',
      channels: 'store',
      weekdays: '3,6',
      hours: '08:00-12:00',
      memberLevels: '金卡',
      memberTags: '慢病',
      memberDayOnly: true,
      stackable: false,
      ...({ returnPolicy: 'same_code', returnExtendDays: 7, returnMaxCycles: 2, returnSplit: 'recompute' } as const),
    }
    await save('all-terms', terms)
    const [couponCode = ''] = codesOf(await claim('all-terms'))
    await save('all-terms', { couponAmount: '20' })
    const first = { couponId: 'all-terms', version: 1, ...terms }
    expect(await call('yaoquan.template.get', { couponId: 'all-terms', version: 1 })).toMatchObject({ template: first })
    expect(await call('yaoquan.template.get', { couponId: 'all-terms' })).toMatchObject({
      template: { version: 2, couponAmount: '20', kind: 'cash', perOrder: 1, layer: 2, memberDayOnly: false },
    })
    expect(await call('yaoquan.coupon.get', { couponCode })).toMatchObject({
      coupon: { templateVersion: 1 },
      terms: first,
    })
    const [later = ''] = codesOf(await claim('all-terms'))
    const found = await call('yaoquan.coupon.search', { couponId: 'all-terms' })
    expect(found).toMatchObject({
      coupons: [
        { couponCode, templateVersion: 1 },
        { couponCode: later, templateVersion: 2 },
      ],
    })
    const versions = found['terms'] as readonly { version: number }[]
    expect(versions.toSorted((left, right) => left.version - right.version)).toEqual([
      first,
      expect.objectContaining({ couponId: 'all-terms', version: 2, couponAmount: '20' }),
    ])
  })

  it('finds coupons of several templates in order of issue, page by page, also from the newest on', async () => {
    for (const id of ['several-a', 'several-b', 'several-c']) await save(id)
    const [a1 = ''] = codesOf(await claim('several-a'))
    const [b1 = ''] = codesOf(await claim('several-b'))
    await claim('several-c')
    const [a2 = ''] = codesOf(await claim('several-a', { phone: '13800138777' }))
    const search = (input: Record<string, unknown> = {}) =>
      call('yaoquan.coupon.search', { couponIds: ['several-a', 'several-b'], ...input })
    const codes = (found: Record<string, unknown>) => codesOf(found)
    expect(codes(await search())).toEqual([a1, b1, a2])
    const first = await search({ newestFirst: true, limit: 2 })
    expect(codes(first)).toEqual([a2, b1])
    expect(codes(await search({ newestFirst: true, limit: 2, cursor: first['nextCursor'] }))).toEqual([a1])
    expect(codes(await search({ phone: '13800138777' }))).toEqual([a2])
    expect(codes(await search({ couponIds: ['several-b', 'no-such'] }))).toEqual([b1])
    const ending = { couponIds: undefined, status: '0', endingFirst: true }
    const days = ((await search(ending))['coupons'] as readonly { endDate: string }[]).map(({ endDate }) => endDate)
    expect(days.length).toBeGreaterThan(2)
    expect(days).toEqual(days.toSorted())
    for (const refused of [{ status: '1' }, { status: undefined }, { newestFirst: true }, { couponId: '1' }])
      await expect(search({ ...ending, ...refused })).rejects.toThrow('ending_first')
  })

  it('knows no version that was not saved', async () => {
    await save('versions-known')
    expect(await call('yaoquan.template.get', { couponId: 'versions-known', version: 2 })).toMatchObject({
      errorCode: 'TEMPLATE_NOT_FOUND',
      errorMessage: '优惠券模板没有版本 2',
    })
    expect(await call('yaoquan.template.get', { couponId: 'no-such', version: 2 })).toMatchObject({
      errorMessage: '优惠券模板不存在',
    })
  })

  it('lets nobody claim from a draft, nor before its moment of publication', async () => {
    await save('draft', { state: 'draft' })
    expect(await claim('draft')).toMatchObject({
      errorCode: 'TEMPLATE_NOT_PUBLISHED',
      errorMessage: '优惠券模板是草稿，尚未发布',
      coupons: [],
    })
    await save('draft', { publishAt: '2026-11-25 00:00:00' })
    expect(await claim('draft')).toMatchObject({
      errorCode: 'TEMPLATE_NOT_PUBLISHED',
      errorMessage: '优惠券模板尚未发布，2026-11-25 00:00:00 发布',
      time: '2026-11-25 00:00:00',
    })
    await save('draft', { publishAt: '2026-11-24 22:00:00' })
    expect(await claim('draft')).toMatchObject({ success: true })
  })

  it('lets members claim the published version while a later one is a draft', async () => {
    await save('in-work', { couponName: '旧' })
    await save('in-work', { couponName: '新', state: 'draft' })
    const [couponCode = ''] = codesOf(await claim('in-work'))
    expect(await call('yaoquan.coupon.get', { couponCode })).toMatchObject({
      coupon: { couponName: '旧', templateVersion: 1 },
      terms: { version: 1 },
    })
    expect(await call('yaoquan.template.get', { couponId: 'in-work' })).toMatchObject({
      template: { couponName: '新', version: 2, state: 'draft' },
    })
    await save('in-work', { couponName: '新' })
    const [later = ''] = codesOf(await claim('in-work'))
    expect(await call('yaoquan.coupon.get', { couponCode: later })).toMatchObject({ coupon: { templateVersion: 3 } })
  })
})

describe('yaoquan.template.reopen', () => {
  const reopen = (couponId: string) =>
    call('yaoquan.template.reopen', { outRequestNo: newNo(), couponId, reason: '延期' })

  it('lets members claim again, within what is left of the stock', async () => {
    await save('reopened', { stockTotal: 2 })
    await claim('reopened')
    await call('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'reopened' })
    expect(await claim('reopened')).toMatchObject({ errorCode: 'TEMPLATE_CLOSED' })
    expect(await reopen('reopened')).toEqual({ success: true })
    expect(await reopen('reopened')).toEqual({ alreadyDone: true, success: true })
    expect(await claim('reopened', { phone, count: 2 })).toMatchObject({ errorCode: 'STOCK_EXHAUSTED', left: 1 })
    expect(await claim('reopened')).toMatchObject({ success: true })
    expect(await save('reopened')).toMatchObject({ version: 2 })
    expect(await call('yaoquan.event.list', { limit: 200 })).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({
          kind: 'template_reopened',
          couponId: 'reopened',
          after: '{"version":1,"closed":false,"reason":"延期"}',
        }),
      ]),
    })
  })

  it('knows no template of another id', async () => {
    expect(await reopen('nobody')).toMatchObject({ errorCode: 'TEMPLATE_NOT_FOUND' })
  })
})

describe('yaoquan.template.close', () => {
  it('ends claims; coupons claimed before stay usable', async () => {
    await save('closing')
    const [couponCode = ''] = codesOf(await claim('closing'))
    expect(await call('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'closing' })).toEqual({
      success: true,
    })
    expect(await call('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'closing' })).toEqual({
      alreadyDone: true,
      success: true,
    })
    expect(await claim('closing')).toMatchObject({ errorCode: 'TEMPLATE_CLOSED', coupons: [] })
    expect(await save('closing')).toMatchObject({ errorCode: 'TEMPLATE_CLOSED' })
    const used = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-1' })
    expect(used).toMatchObject({ success: true })
  })
})

describe('yaoquan.coupon.claim', () => {
  it.each(['1.8612255668E+10', '(186) 122'])('refuses the phone %s without repeating it', async (phone) => {
    await save('phones')
    const refused = claim('phones', { phone })
    await expect(refused).rejects.toMatchObject({ code: 50 })
    await expect(refused).rejects.toThrow(/phone 应为至少7位数字/)
    await expect(refused).rejects.not.toThrow(/186/)
  })

  it.each([
    [{ phone: '186****5668' }, 'phone 186****5668 是打码的号码'],
    [{ phone: '18612255668', cardNo: '6222****3800' }, 'card_no 6222****3800 是打码的号码'],
    [{ cardNo: 'VIP186****5668' }, 'card_no 是打码的号码'],
  ])('refuses %o: everybody whose number looks the same would be one member', async (member, words) => {
    await save('masked')
    await expect(claim('masked', member)).rejects.toMatchObject({
      code: 50,
      subMessage: expect.stringContaining(words),
    })
  })

  it('issues coupons with the terms of the template under codes that nobody can guess', async () => {
    await save('terms', { couponName: '会员券', orderAmount: '59', shop: '01', validFromDay: 1, validToDay: 3 })
    const claimed = await claim('terms', { phone: '+86 186-1225-5668', cardNo: '88', count: 3, channel: 'wechat' })
    expect(claimed['coupons']).toEqual(
      Array(3).fill({
        couponCode: expect.stringMatching(/^[2-9A-HJKMNP-TV-Z]{16}$/),
        startDate: '2026-11-25',
        endDate: '2026-11-27',
      }),
    )
    expect(new Set(codesOf(claimed)).size).toBe(3)
    expect((await caller.client.queryCoupons({ couponCode: codesOf(claimed)[0] })).coupons).toMatchObject([
      {
        couponId: 'terms',
        couponName: '会员券',
        couponAmount: '10',
        orderAmount: '59',
        shop: '01',
        phone,
        cardNo: '88',
        channel: 'wechat',
        billDate: '2026-11-24',
        status: '0',
      },
    ])
  })

  it('keeps the terms of the version it was claimed from', async () => {
    await save('versions', { returnPolicy: 'none' })
    const [couponCode = ''] = codesOf(await claim('versions'))
    await save('versions', { returnPolicy: 'same_code' })
    const used = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-1' })
    const input = { outRequestNo: newNo(), redemptionId: String(used['redemptionId']), reason: '退货' }
    expect(await call('yaoquan.coupon.return', input)).toMatchObject({ errorCode: 'RETURN_NOT_ALLOWED' })
  })

  it('returns by the policy: longer valid, and only so often', async () => {
    await save('cycles', { returnExtendDays: 7, returnMaxCycles: 1 })
    const claimed = await claim('cycles')
    const [couponCode = ''] = codesOf(claimed)
    const cycle = async () => {
      const used = await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-1' })
      const redemptionId = String(used['redemptionId'])
      return call('yaoquan.coupon.return', { outRequestNo: newNo(), redemptionId, reason: '退货' })
    }
    expect(await cycle()).toMatchObject({ endDate: '2026-12-30', success: true })
    expect(await cycle()).toMatchObject({ errorCode: 'RETURN_NOT_ALLOWED' })
  })

  it('refuses a coupon that stands alone beside others', async () => {
    await save('alone', { stackable: false })
    const [alone = ''] = codesOf(await claim('alone'))
    await save('together')
    const [together = ''] = codesOf(await claim('together'))
    const order = { orderId: 'SO-9', couponCodes: [together, alone] }
    expect(await call('yaoquan.coupon.redeem', { outRequestNo: newNo(), ...order })).toMatchObject({
      errorCode: 'NOT_STACKABLE',
      errorMessage: `优惠券 ${alone} 不能与其他优惠券同时使用`,
    })
    const redeem = (couponCode: string) =>
      call('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-9' })
    expect(await redeem(alone)).toMatchObject({ success: true })
    expect(await redeem(together)).toMatchObject({
      errorCode: 'NOT_STACKABLE',
      errorMessage: `优惠券 ${alone} 不能与其他优惠券同时使用`,
      couponCode: together,
    })
  })

  it.each([
    ['total stock', { stockTotal: 3 }, 'STOCK_EXHAUSTED', '库存不足，剩余 1 张'],
    ['stock of the day', { stockPerDay: 3 }, 'STOCK_EXHAUSTED', '库存不足，剩余 1 张'],
    ["member's total", { memberTotal: 3 }, 'MEMBER_LIMIT_REACHED', '会员领取数量已达上限，还可领 1 张'],
    ["member's day", { memberPerDay: 3 }, 'MEMBER_LIMIT_REACHED', '会员领取数量已达上限，还可领 1 张'],
  ])('never goes beyond the %s, and leaves what still fits', async (name, limit, errorCode, errorMessage) => {
    await save(name, limit)
    expect(await claim(name, { phone, count: 2 })).toMatchObject({ success: true })
    expect(await claim(name, { phone, count: 2 })).toMatchObject({ errorCode, errorMessage, coupons: [] })
    expect(await claim(name)).toMatchObject({ success: true })
    expect(await claim(name)).toMatchObject({ errorCode })
  })

  it('counts a member by phone and by card, so that giving one at a time doubles nothing', async () => {
    await save('identities', { memberTotal: 1 })
    expect(await claim('identities', { phone, cardNo: '88' })).toMatchObject({ success: true })
    for (const again of [{ phone }, { cardNo: '88' }, { phone: '13900000000', cardNo: '88' }]) {
      expect(await claim('identities', again)).toMatchObject({ errorCode: 'MEMBER_LIMIT_REACHED' })
    }
    expect(await claim('identities', { phone: '13900000000' })).toMatchObject({ success: true })
  })

  it('counts what was claimed before a limit was set', async () => {
    await save('later')
    await claim('later', { phone, count: 2 })
    await save('later', { stockTotal: 3, memberTotal: 2 })
    expect(await call('yaoquan.template.get', { couponId: 'later' })).toMatchObject({ template: { issuedCount: 2 } })
    expect(await claim('later')).toMatchObject({ errorCode: 'MEMBER_LIMIT_REACHED' })
    expect(await claim('later', { cardNo: '7', count: 2 })).toMatchObject({ errorCode: 'STOCK_EXHAUSTED' })
    expect(await claim('later', { cardNo: '7' })).toMatchObject({ success: true })
  })

  it('is open in its window only', async () => {
    await save('early', { claimFrom: '2026-11-25 00:00:00' })
    await save('late', { claimTo: '2026-11-24 22:00:00' })
    await save('past', { validToDay: undefined, startDate: '2026-11-01', endDate: '2026-11-23' })
    expect(await claim('early')).toMatchObject({
      errorCode: 'CLAIM_NOT_OPEN',
      errorMessage: '不在领取时间内，领取时间: 2026-11-25 00:00:00 至 长期',
    })
    for (const couponId of ['late', 'past']) {
      expect(await claim(couponId)).toMatchObject({ errorCode: 'CLAIM_NOT_OPEN' })
    }
  })

  it('knows no template of another id, and no claim of nobody', async () => {
    expect(await claim('nobody')).toMatchObject({ errorCode: 'TEMPLATE_NOT_FOUND' })
    await expect(claim('terms', {})).rejects.toMatchObject({ code: 50, subMessage: expect.stringContaining('phone') })
  })

  it('gives the same codes for the same number', async () => {
    await save('same')
    const input = { outRequestNo: newNo(), couponId: 'same', phone, count: 2 }
    const first = await call('yaoquan.coupon.claim', input)
    expect(await call('yaoquan.coupon.claim', input)).toEqual({ ...first, alreadyDone: true })
  })
})
