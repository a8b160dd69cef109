import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let erp: LifecycleClient
const cookies = new Map<string, string>()

type Result = Readonly<Record<string, unknown>>

async function ask(who: string, method: string, body: object): Promise<Result> {
  const { body: answer } = await askConsole(server.url, method, { cookie: cookies.get(who) ?? '', body })
  return answer as Result
}

async function number(who: string, out_request_no: string, shop = '01'): Promise<Result> {
  return (await ask(who, 'yaoquan.console.order.number', { out_request_no, shop }))['result'] as Result
}

beforeAll(async () => {
  server = await startTestServer()
  erp = lifecycleClient(server)
  for (const name of ['li', 'wang']) {
    const roles = [{ sellerId: '111', role: 'shop_clerk', shops: ['01'] }]
    const made = await server.administration.createOperator({ name, displayName: name, roles })
    const password = made.kind === 'changed' ? made.password : ''
    cookies.set(name, await firstSignIn(server.url, name, password, 'correct horse battery'))
  }
})
afterAll(() => server.close())

test('clerks get order numbers where the rules let them, each once, and the same again for the same request', async () => {
  expect(await number('li', 'N-0')).toMatchObject({ success: false, error_code: 'ORDER_NUMBERS_OFF' })
  await server.administration.changePolicy({ sellerId: '111', changes: { numbersOrders: true } })
  const requests = Array.from({ length: 12 }, (_, place) => number(place % 2 === 0 ? 'li' : 'wang', `N-${place}`))
  const made = await Promise.all(requests)
  const numbers = made.map(({ order_id }) => String(order_id))
  expect(new Set(numbers).size).toBe(12)
  for (const one of numbers) expect(one).toMatch(/^01-\d{8}-\d{6}$/)
  expect(await number('li', 'N-0')).toEqual({ already_done: true, order_id: numbers[0], success: true })
  // A clerk of certain shops numbers the orders of these only.
  expect(await ask('li', 'yaoquan.console.order.number', { out_request_no: 'N-20', shop: '02' })).toMatchObject({
    error_response: { code: 12 },
  })
})

test('a redemption takes the number as any other, an event tells who had it made, and the audit finds all in order', async () => {
  const { order_id } = await number('wang', 'N-30')
  const coupons = [{ couponCode: 'c1', phone: '18612255668', channel: 'erp' }]
  await erp.call('yaoquan.coupon.issue', { outRequestNo: erp.newNo(), coupons } as never)
  const redeeming = { out_request_no: 'R-1', coupon_code: 'c1', order_id, shop: '01' }
  expect(await ask('wang', 'yaoquan.coupon.redeem', redeeming)).toMatchObject({ result: { success: true } })
  const { events } = (await erp.call('yaoquan.event.list', { afterSeq: 0, limit: 100 } as never)) as Readonly<{
    events: readonly Readonly<{ seq: number; kind: string; actor: string; after?: string }>[]
  }>
  const told = events.findLast(({ kind }) => kind === 'order_numbered')
  expect(told).toMatchObject({ actor: 'operator:wang', after: JSON.stringify({ order_id, shop: '01' }) })
  const verified = await runCli(['audit', 'verify', '--data', server.dataDir])
  expect([verified.code, verified.stderr]).toEqual([0, ''])
})
