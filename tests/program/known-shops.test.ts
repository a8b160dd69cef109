import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let till: LifecycleClient
let cookie = ''

type Result = Readonly<Record<string, unknown>>

/** A call of the owner at the console. */
async function atConsole(method: string, body: object): Promise<Result> {
  const { body: answer } = await askConsole(server.url, `yaoquan.${method}`, { cookie, body })
  return (answer as Readonly<{ result: Result }>).result
}

const numbered = (requested: object) => ({ outRequestNo: till.newNo(), ...requested })
const unknown = { error_code: 'SHOP_UNKNOWN', error_msg: 'shop 应为门店名单中的编码，名单中没有 望京', success: false }
const ofTill = { errorCode: unknown.error_code, errorMessage: unknown.error_msg, success: false }
const lines = [{ line_no: 1, amount: '30' }]
const before = { out_request_no: 'DESK-1', coupon_code: 'c0', order_id: 'SO-0', shop: '望京' }

beforeAll(async () => {
  server = await startTestServer()
  till = lifecycleClient(server)
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'owner', displayName: '店主', roles })
  cookie = await firstSignIn(server.url, 'owner', made.kind === 'changed' ? made.password : '', 'correct horse battery')
  const coupons = [0, 1, 2, 3].map((n) => ({ couponCode: `c${n}`, phone: '18612255668', channel: 'erp' }))
  await till.call('yaoquan.coupon.issue', numbered({ coupons }) as never)
  // Nothing is refused while the seller has no list.
  expect(await atConsole('coupon.redeem', before)).toMatchObject({ success: true })
  const shops = [{ code: '04', name: '望京店', city: '北京' }]
  await till.call('yaoquan.shop.save', numbered({ shops }) as never)
})
afterAll(() => server.close())

test('an operator redeems and asks only in shops of the list, and a repeated redemption keeps its answer', async () => {
  const input = { out_request_no: 'DESK-2', coupon_code: 'c1', order_id: 'SO-1', shop: '望京' }
  expect(await atConsole('coupon.redeem', { ...input, dry_run: true })).toMatchObject(unknown)
  expect(await atConsole('coupon.redeem', input)).toMatchObject(unknown)
  expect(await atConsole('basket.evaluate', { coupon_codes: ['c1'], shop: '望京', lines })).toMatchObject(unknown)
  expect(await atConsole('coupon.explain', { coupon_code: 'c1', shop: '望京' })).toMatchObject(unknown)
  expect(await atConsole('coupon.redeem', before)).toMatchObject({ already_done: true, success: true })
  expect(await atConsole('coupon.redeem', { ...input, shop: '04' })).toMatchObject({ success: true })
})

test('a till names shops of the list where the rules of the seller say so, as they do of a new one', async () => {
  const redeem = (couponCode: string, shop: string) =>
    till.call('yaoquan.coupon.redeem', numbered({ couponCode, orderId: `SO-${couponCode}`, shop }) as never)
  const evaluate = () =>
    till.call('yaoquan.basket.evaluate', { couponCodes: ['c3'], shop: '望京', lines: [{ lineNo: 1, amount: '30' }] })
  expect(await redeem('c2', '望京')).toMatchObject(ofTill)
  expect(await evaluate()).toMatchObject(ofTill)
  expect(await redeem('c2', '04')).toMatchObject({ success: true })
  await server.administration.changePolicy({ sellerId: '111', changes: { mustKnowShops: false } })
  await expect.poll(evaluate, { timeout: patienceMs }).toMatchObject({ success: true })
  expect(await redeem('c3', '望京')).toMatchObject({ success: true })
})
