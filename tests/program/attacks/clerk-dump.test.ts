import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole, firstSignIn } from '../../harness/console.ts'
import { lifecycleClient } from '../../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../../harness/test-server.ts'

const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'
const members = 30
const phoneOf = (member: number) => `1860000${String(5_000 + member)}`
const page = { page_num: 1, page_size: 200 }

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    const rows = Array.from({ length: members }, (_, place) => ({
      couponCode: `code-${place}`,
      phone: phoneOf(place),
      cardNo: `card-${place}`,
      channel: 'erp',
    }))
    await administration.importCoupons({ sellerId: '111', rows })
  })
  const caller = lifecycleClient(server)
  const elsewhere = { outRequestNo: caller.newNo(), couponCode: 'code-7', orderId: 'O-7', shop: '02' }
  await caller.call('yaoquan.coupon.redeem', elsewhere)
  const roles = [{ sellerId: '111', role: 'shop_clerk', shops: ['01'] }]
  const made = await server.administration.createOperator({ name: 'clerk', displayName: 'clerk', roles })
  if (made.kind !== 'changed') throw new Error(made.kind)
  cookie = await firstSignIn(server.url, 'clerk', made.password, 'correct horse battery')
})

afterAll(() => server.close())

const ask = (path: string, body: object) => askConsole(server.url, path, { cookie, body })

it.each([
  ['without a filter', page],
  ['with blank filters', { ...page, phone: ' ', card_no: '', coupon_code: '  ' }],
  ['by channel', { ...page, channel: 'erp' }],
])('querycoupon %s is refused by name', async (_, query_d_t_o) => {
  const rule = expect.stringContaining('query_d_t_o 操作员查询时，phone、card_no、coupon_code 至少传一个')
  expect(await ask(querycoupon, { query_d_t_o })).toMatchObject({
    body: { error_response: { code: 50, sub_msg: rule } },
  })
})

it('querycoupon without any parameter is refused too', async () => {
  expect(await ask(querycoupon, {})).toMatchObject({ body: { error_response: { code: 50 } } })
})

it('querycoupon finds one member or coupon', async () => {
  for (const named of [{ phone: phoneOf(3) }, { card_no: 'card-3' }, { coupon_code: 'code-3' }]) {
    const { body } = await ask(querycoupon, { query_d_t_o: { ...page, ...named } })
    expect(body).toMatchObject({ result: { result: { total_count: 1 } } })
    expect(JSON.stringify(body)).toContain('code-3')
  }
})

it.each<[what: string, path: string, body: object]>([
  ['coupons', 'yaoquan.coupon.search', { limit: 200 }],
  ['coupons of a shop', 'yaoquan.coupon.search', { shop: '01', limit: 200 }],
  ['members', 'yaoquan.member.search', { limit: 200 }],
  ['orders', 'yaoquan.order.search', { limit: 200 }],
  ['events', 'yaoquan.event.list', { after_seq: 0, limit: 1000 }],
  ['templates', 'yaoquan.template.list', {}],
  ['redemptions of all shops', 'yaoquan.redemption.list', { limit: 200 }],
  ['redemptions of another shop', 'yaoquan.redemption.list', { shop: '02', limit: 200 }],
  ['a file of all coupons', 'export', { list: 'coupons', filter: {}, language: 'zh' }],
  ['a file of coupons in a shop', 'export', { list: 'coupons', filter: { shop: '01' }, language: 'zh' }],
  ['a file of all members', 'export', { list: 'members', filter: {}, language: 'zh' }],
  ['a file of all redemptions', 'export', { list: 'redemptions', filter: {}, language: 'zh' }],
  ['a file of redemptions of another shop', 'export', { list: 'redemptions', filter: { shop: '02' }, language: 'zh' }],
])('a clerk gets no list of %s', async (_, path, body) => {
  const answer = await ask(path, body)
  expect(answer).toMatchObject({ status: 403, body: { error_response: { code: 12 } } })
  expect(JSON.stringify(answer.body)).not.toMatch(/code-\d|card-\d/)
})

it('a clerk lists the redemptions of the own shop', async () => {
  const { status, body } = await ask('yaoquan.redemption.list', { shop: '01', limit: 200 })
  expect([status, body]).toMatchObject([200, { result: { success: true } }])
  expect(JSON.stringify(body)).not.toContain('code-7')
})

it.each<[what: string, method: string, body: (number: number) => object]>([
  ['members', 'yaoquan.member.get', (number) => ({ member_id: `M${number}` })],
  ['cards', querycoupon, (number) => ({ query_d_t_o: { ...page, card_no: `card-${number}` } })],
  ['orders', 'yaoquan.order.get', (number) => ({ order_id: `O-${number}` })],
])('a clerk does not read all %s number by number', async (_, method, body) => {
  let next = 0
  // As many at the same time as a second allows; the minute may end meanwhile, and another one begin.
  const askTwenty = async () => {
    const requested = Array.from({ length: 20 }, () => {
      next += 1
      return ask(method, body(next))
    })
    return (await Promise.all(requested)).find(({ status }) => status === 429)
  }
  await expect.poll(askTwenty).toMatchObject({ body: { error: { code: 'TOO_MANY_MEMBERS_READ' } } })
})

it('an event says so, once a day', async () => {
  const alarms = async () => {
    const { events } = await lifecycleClient(server).client.listEvents({ afterSeq: 0, limit: 1_000 })
    return events.filter(({ kind }) => kind === 'alarm').map(({ after }) => JSON.parse(after ?? '{}'))
  }
  await expect.poll(alarms).toEqual([{ alarm: 'members_read', operator: 'clerk', per: 'minute', limit: 30 }])
})
