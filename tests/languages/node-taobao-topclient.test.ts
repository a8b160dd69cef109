import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { querycoupon } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

/** The SDK as its package has it, untouched; it ships no types. */
type Sdk = Readonly<{
  default: new (options: Readonly<{ appkey: string; appsecret: string; REST_URL: string }>) => SdkClient
}>

type SdkClient = Readonly<{ execute(method: string, params: object): Promise<Record<string, unknown>> }>

const sdk: Sdk = createRequire(import.meta.url)('node-taobao-topclient')

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(
    async (administration) => {
      const rows = [
        { couponCode: '11111', channel: 'erp', phone: '18612255668', cardNo: '11112222', couponName: '满199减99' },
        { couponCode: '满199减99', channel: '线下门店', couponName: '"引号"与/斜杠' },
      ]
      await administration.importCoupons({ sellerId: '111', rows })
    },
    { clockStartMs: clockOfTheSdk() },
  )
})

afterAll(() => server.close())

/** The SDK signs with the time of its host's zone, which the gateway reads as GMT+8: this clock makes both agree. */
function clockOfTheSdk(): number {
  return Date.now() - new Date().getTimezoneOffset() * 60_000 - 8 * 3_600_000
}

function execute(
  params: object,
  app: Readonly<{ appKey: string; appSecret: string }> = testApp,
): Promise<Record<string, unknown>> {
  const client = new sdk.default({
    appkey: app.appKey,
    appsecret: app.appSecret,
    REST_URL: `${server.url}/router/rest`,
  })
  return client.execute(querycoupon, params)
}

const query = (filter: object) => ({ query_d_t_o: { page_size: 10, page_num: 1, ...filter } })

it('finds a coupon', async () => {
  const page = { current_page: 1, total_count: 1, total_page: 1 }
  expect(await execute(query({ phone: '18612255668', channel: 'erp' }))).toMatchObject({
    result: {
      success: true,
      result: { ...page, result_arr_list: { erp_coupon_d_t_o: [{ coupon_code: '11111', coupon_name: '满199减99' }] } },
    },
  })
})

it('sends and receives Chinese values', async () => {
  const answer = await execute(query({ channel: '线下门店', coupon_code: '满199减99' }))
  const coupon = { coupon_code: '满199减99', channel: '线下门店', coupon_name: '"引号"与/斜杠' }
  expect(answer).toMatchObject({ result: { result: { result_arr_list: { erp_coupon_d_t_o: [coupon] } } } })
})

it('takes an empty result as an answer, not as an error', async () => {
  expect(await execute(query({ phone: '13900000000' }))).toMatchObject({
    result: { success: false, error_code: 'QUERY_RESULT_EMPTY', error_msg: '查询为空' },
  })
})

it('rejects a wrong secret with code 25', async () => {
  await expect(execute(query({}), { appKey: testApp.appKey, appSecret: 'wrong' })).rejects.toMatchObject({
    name: 'TOPClientError',
    code: 25,
  })
})

it('rejects an unknown app with code 29', async () => {
  await expect(execute(query({}), { appKey: '99999999', appSecret: 'helloworld' })).rejects.toMatchObject({
    code: 29,
    sub_code: 'isv.appkey-not-exists',
  })
})
