import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { syncOrder } from '../harness/order-calls.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const phone = '18612255668'
const cardNo = '700000099'

let server: TestServer
let client: LifecycleClient
let cookie = ''

type Entry = Readonly<Record<string, string | number>>
type Result = Readonly<{ entries: readonly Entry[]; next_cursor?: string; error_code?: string }>

async function call(method: string, body: object): Promise<Result> {
  const { body: answered } = await askConsole(server.url, `yaoquan.${method}`, { cookie, body })
  return (answered as Readonly<{ result: Result }>).result
}

const activity = (body: object = {}) => call('console.member.activity', { member_id: 'M1', ...body })

beforeAll(async () => {
  server = await startTestServer()
  const roles = [{ sellerId: '111', role: 'service', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'lin', displayName: '林芳', roles })
  cookie = await firstSignIn(server.url, 'lin', made.kind === 'changed' ? made.password : '', 'correct horse battery')
  client = lifecycleClient(server)
  const { call: send, newNo } = client
  const numbered = (method: Parameters<typeof send>[0], body: object) =>
    send(method, { outRequestNo: newNo(), ...body } as never)
  const owned = { phone, cardNo, channel: 'erp' }
  await numbered('yaoquan.coupon.issue', {
    coupons: [
      { ...owned, couponCode: 'a1', couponAmount: '5', orderAmount: '50' },
      { ...owned, couponCode: 'a2' },
    ],
  })
  // Of nobody else's coupons anything is listed.
  await numbered('yaoquan.coupon.issue', { coupons: [{ couponCode: 'b1', phone: '13800000001', channel: 'erp' }] })
  await numbered('yaoquan.coupon.redeem', { couponCode: 'a2', orderId: 'SO-2', shop: '01' })
  await numbered('yaoquan.member.save', { cardNo, name: '王芳' })
  await syncOrder(server.url, { order_id: 'SO-9', phone, card_no: cardNo, create_time: '2026-11-23 10:00:00' })
  const lines = [{ lineNo: 1, amount: '20' }]
  await numbered('yaoquan.coupon.redeem', { couponCode: 'a1', orderId: 'SO-3', shop: '02', lines })
  await numbered('yaoquan.coupon.redeem', { couponCode: 'b1', orderId: 'SO-2', shop: '01' })
  await vi.waitFor(async () => expect((await activity()).entries.map(({ kind }) => kind)).toContain('refused'), {
    timeout: patienceMs,
    interval: 200,
  })
})
afterAll(() => server.close())

describe('what happened to a member', () => {
  test('is listed to customer service, without phones and cards, and without what others did', async () => {
    const { entries } = await activity()
    expect(entries.map(({ kind, coupon_code: code, order_id: order }) => [kind, code ?? order])).toEqual(
      expect.arrayContaining([
        ['issued', 'a1'],
        ['issued', 'a2'],
        ['redeemed', 'a2'],
        ['member_changed', undefined],
        ['refused', 'a1'],
        ['order', 'SO-9'],
      ]),
    )
    expect(entries.at(-1)).toMatchObject({ kind: 'order', order_id: 'SO-9', pay_amount: '10.00' })
    expect(entries.find(({ kind }) => kind === 'refused')).toMatchObject({
      method: 'yaoquan.coupon.redeem',
      refused_code: 'ORDER_AMOUNT_TOO_LOW',
      actor: `app:${testApp.appKey}`,
      order_id: 'SO-3',
      shop: '02',
    })
    const text = JSON.stringify(entries)
    for (const secret of [phone, cardNo, '"b1"', '王芳', 'hash']) expect(text).not.toContain(secret)
  })

  test('is listed page by page, each entry once', async () => {
    const all = (await activity()).entries
    const walked: Entry[] = []
    let cursor: string | undefined
    do {
      const page = await activity({ limit: 2, cursor })
      walked.push(...page.entries)
      cursor = page.next_cursor
    } while (cursor !== undefined)
    expect(walked).toHaveLength(all.length)
    expect(walked).toEqual(expect.arrayContaining([...all]))
  })

  test('needs a member and a cursor of its own', async () => {
    expect(await activity({ member_id: 'M99' })).toMatchObject({ error_code: 'MEMBER_NOT_FOUND', entries: [] })
    expect(await activity({ cursor: 'r1' })).toMatchObject({ error_code: 'INVALID_CURSOR', entries: [] })
  })
})

test('comes with the names of its actors', async () => {
  expect(Reflect.get(await activity(), 'actors')).toEqual([{ actor: `app:${testApp.appKey}`, name: 'test' }])
})

test('a member is opened with what the methods for member and coupons answer, phones masked', async () => {
  const opened = await call('console.member.open', { coupon_code: 'a1' })
  const { coupon_count: count, ...member } = { coupon_count: 0, ...(await call('member.get', { coupon_code: 'a1' })) }
  const { total_count: total, ...list } = {
    total_count: 0,
    ...(await call('coupon.search', { member_id: 'M1', limit: 200 })),
  }
  expect(opened).toEqual({ ...member, ...list })
  expect(Reflect.get(opened, 'coupons')).toHaveLength(count)
  expect(total).toBe(count)
  expect(JSON.stringify(opened)).not.toContain(phone)
  expect(await call('console.member.open', { member_id: 'M99' })).toMatchObject({ error_code: 'MEMBER_NOT_FOUND' })
})

test('a coupon is opened with what its methods answer, as far as the role may call them', async () => {
  const opened = await call('console.coupon.open', { coupon_code: 'a2' })
  const coupon = await call('coupon.get', { coupon_code: 'a2' })
  const { redemptions } = { redemptions: [], ...(await call('redemption.list', { coupon_code: 'a2', limit: 50 })) }
  const actors = [{ actor: `app:${testApp.appKey}`, name: 'test' }]
  expect(redemptions).toHaveLength(1)
  // Issued without a template. Customer service reads no webhooks.
  expect(opened).toEqual({ ...coupon, actors, redemptions, versions: [], categories: [] })
  expect(await call('console.coupon.open', { coupon_code: 'a9' })).toEqual(
    expect.objectContaining({ error_code: 'COUPON_NOT_FOUND', timeline: [] }),
  )
})

test('names of actors are given for those that are asked for, and listed to nobody', async () => {
  const key = `app:${testApp.appKey}`
  const named = await call('console.actor.list', { actors: [key, 'operator:nobody'] })
  expect(Reflect.get(named, 'actors')).toEqual([{ actor: key, name: 'test' }])
  const { body } = await askConsole(server.url, 'yaoquan.console.actor.list', { cookie, body: {} })
  expect(JSON.stringify(body)).toContain('actors')
  expect(JSON.stringify(body)).not.toContain(testApp.appKey)
})

describe('a member named by id', () => {
  const claim = (body: object) => call('coupon.claim', { out_request_no: `CLAIM-${JSON.stringify(body)}`, ...body })

  test('claims under the card in use, and its basket is evaluated', async () => {
    const { call: send, newNo } = client
    const template = {
      couponId: 'T1',
      couponName: '3元券',
      kind: 'cash' as const,
      couponAmount: '3',
      validFromDay: 0,
      validToDay: 6,
    }
    await send('yaoquan.template.save', { outRequestNo: newNo(), template })
    const claimed = await claim({ coupon_id: 'T1', member_id: 'M1', channel: 'console' })
    const [coupon] = Reflect.get(claimed, 'coupons') as readonly Readonly<{ coupon_code: string }>[]
    expect(await send('yaoquan.member.get', { couponCode: coupon?.coupon_code })).toMatchObject({
      member: { memberId: 'M1' },
    })
    const lines = [{ line_no: 1, amount: '100' }]
    const evaluated = await call('basket.evaluate', { member_id: 'M1', lines })
    expect(JSON.stringify(Reflect.get(evaluated, 'coupons'))).toContain(coupon?.coupon_code)
  })

  test('is opened with what was claimed of templates with a limit per member, also after a merge', async () => {
    const { call: send, newNo } = client
    const limits = async (memberId: string) =>
      Reflect.get(await call('console.member.open', { member_id: memberId }), 'limits')
    const template = (couponId: string, changes: object) => ({
      couponId,
      couponName: couponId,
      kind: 'cash' as const,
      couponAmount: '3',
      validFromDay: 0,
      validToDay: 6,
      ...changes,
    })
    const save = (couponId: string, changes: object) =>
      send('yaoquan.template.save', { outRequestNo: newNo(), template: template(couponId, changes) })
    await save('L1', { memberTotal: 3 })
    await save('L2', { memberTotal: 3, memberPerDay: 1 })
    await save('L3', { memberTotal: 1 })
    expect(await limits('M1')).toBeUndefined()
    for (const place of [1, 2]) await claim({ coupon_id: 'L1', member_id: 'M1', channel: `c${place}` })
    await claim({ coupon_id: 'L2', member_id: 'M1' })
    await claim({ coupon_id: 'L3', member_id: 'M1' })
    await send('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'L3' })
    const own = [
      { coupon_id: 'L1', coupon_name: 'L1', claimed: 2, claimed_today: 2, member_total: 3 },
      { coupon_id: 'L2', coupon_name: 'L2', claimed: 1, claimed_today: 1, member_total: 3, member_per_day: 1 },
    ]
    expect(await limits('M1')).toEqual(own)
    // A later version has another limit before it is published.
    await save('L2', { memberTotal: 9, publishAt: '2030-01-01 00:00:00' })
    expect(await limits('M1')).toEqual(own)
    await send('yaoquan.member.save', { outRequestNo: newNo(), cardNo: '700000100' })
    const { member } = { member: {}, ...(await call('member.get', { card_no: '700000100' })) }
    const other = String(Reflect.get(member, 'member_id'))
    await claim({ coupon_id: 'L1', member_id: other, channel: 'app' })
    await send('yaoquan.member.merge', { outRequestNo: newNo(), fromMemberId: other, intoMemberId: 'M1' })
    expect(await limits('M1')).toMatchObject([
      { coupon_id: 'L1', claimed: 3 },
      { coupon_id: 'L2', claimed: 1 },
    ])
    expect(await limits(other)).toBeUndefined()
  })

  test.each([
    ['one that there is not', { member_id: 'M99' }, 'MEMBER_NOT_FOUND'],
    ['a phone beside the id', { member_id: 'M1', phone }, 'isv.invalid-parameter'],
  ])('refuses %s', async (_what, named, code) => {
    const { body } = await askConsole(server.url, 'yaoquan.coupon.claim', {
      cookie,
      body: { out_request_no: `NO-${code}`, coupon_id: 'T1', ...named },
    })
    expect(JSON.stringify(body)).toContain(code)
  })
})

test('one call finds what a text names, and a phone only where it names nothing else', async () => {
  const find = (body: object) => call('console.desk.find', body)
  const all = (text: string) => ({ coupon_code: text, card_no: text, order_id: text, phone: text })
  expect(await find(all(cardNo))).toMatchObject({ members: [{ member_id: 'M1' }], redemptions: [] })
  expect(await find(all('a2'))).toMatchObject({ coupon: { coupon_code: 'a2' }, members: [] })
  const [used] = Reflect.get(await find(all('SO-2')), 'redemptions') as readonly Entry[]
  expect(used).toMatchObject({ order_id: 'SO-2', coupon_code: expect.stringMatching(/^(a2|b1)$/) })
  expect(await find({ redemption_id: used?.['redemption_id'] })).toMatchObject({ redemptions: [used] })
  expect(await find(all('SO-9'))).toMatchObject({ order: { order_id: 'SO-9', pay_amount: '10.00' }, redemptions: [] })
  const ofPhone = await find({ phone, order_id: 'SO-0' })
  expect(ofPhone).toMatchObject({ members: [{ member_id: 'M1' }] })
  expect(JSON.stringify(ofPhone)).not.toContain(phone)
  await client.call('yaoquan.member.save', { outRequestNo: client.newNo(), cardNo: '13800001111' })
  expect(await find({ card_no: '13800001111' })).toMatchObject({ members: [{ cards: [{ state: 'active' }] }] })
  const shared = { phone: '13800002222', sharePhone: true }
  for (const other of ['880001', '880002'])
    await client.call('yaoquan.member.save', { outRequestNo: client.newNo(), cardNo: other, ...shared })
  expect(await find({ phone: shared.phone })).toMatchObject({
    members: [{ cards: [{ card_no: '880001' }] }, { cards: [{ card_no: '880002' }] }],
  })
  // What else is found says nothing about the phone, nor about one that is the number of a card.
  for (const naming of [{ phone }, { card_no: '13800001111' }])
    expect(await find({ ...naming, order_id: 'SO-9' })).toMatchObject({ members: [] })
})

test('selected coupons are held for one order and released; those that cannot be are counted by reason', async () => {
  const { call: send, newNo } = client
  const drafts = ['h1', 'h2'].map((couponCode) => ({ couponCode, phone, channel: 'erp' }))
  await send('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: drafts })
  const codes = { coupon_codes: ['h1', 'h2', 'a2', 'none', 'h1'] }
  const order = { order_id: 'SO-H', ttl_seconds: 900 }
  const counts = { changed_count: 2, unchanged_count: 0, refused_count: 2, error_code: 'PARTLY_FAILED' }
  const hold = (body: object) => call('console.coupon.hold', { out_request_no: 'HOLD-1', ...codes, ...order, ...body })
  const tried = await hold({ dry_run: true })
  expect(tried).toMatchObject({ ...counts, dry_run: true, held_until: expect.stringMatching(/^\d{4}-/) })
  expect(Reflect.get(tried, 'refusals')).toEqual([
    { sub_code: 'COUPON_ALREADY_USED', count: 1 },
    { sub_code: 'COUPON_NOT_FOUND', count: 1 },
  ])
  const statusOf = async (code: string) => JSON.stringify(await call('coupon.get', { coupon_code: code }))
  expect(await statusOf('h1')).not.toContain('SO-H')
  expect(await hold({ reason: `顾客${phone}稍后来取` })).toMatchObject(counts)
  expect(await hold({ reason: `顾客${phone}稍后来取` })).toMatchObject({ ...counts, already_done: true })
  const held = await statusOf('h2')
  expect(held).toContain('SO-H')
  expect(held).toContain('稍后来取')
  expect(held).not.toContain(phone)
  const release = await call('console.coupon.release', { out_request_no: 'FREE-1', coupon_codes: ['h1', 'h2', 'a1'] })
  expect(release).toMatchObject({ changed_count: 2, unchanged_count: 1, refused_count: 0, success: true })
  await send('yaoquan.coupon.void', { outRequestNo: newNo(), couponCodes: ['h1', 'h2'], reason: '用错了券' })
})

describe('a refused redemption', () => {
  const explain = async (body: object) => {
    const refused = (await activity()).entries.find(({ kind }) => kind === 'refused')
    return call('coupon.explain', { request_id: refused?.['call_request_id'], ...body })
  }

  test('is explained as of then, and as if it came now', async () => {
    expect(await explain({ now: true })).toMatchObject({
      explanations: [{ coupon_code: 'a1', usable: false, missing_amount: '30.00' }],
    })
    await client.call('yaoquan.coupon.void', { outRequestNo: client.newNo(), couponCodes: ['a1'], reason: '用错了券' })
    expect(await explain({})).toMatchObject({ explanations: [{ reason_code: 'SHORT' }] })
    expect(await explain({ now: true })).toMatchObject({ explanations: [{ state: 'void', reason_code: 'VOID' }] })
  })
})
