import { signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const describe = '限线下门店使用，不与其他优惠同享，不找零、不兑现，过期作废。'.repeat(4)

/** Business parameters first, as the .NET SDK writes them; signed as it signs. */
function issueOf(prefix: string, appKey: string = testApp.appKey): readonly (readonly [string, string])[] {
  const coupons = Array.from({ length: 1_000 }, (_, n) => ({
    coupon_code: `${prefix}${n}`,
    phone: `139${10_000_000 + n}`,
    coupon_name: '满199减99',
    describe,
    start_date: '2026-11-01',
    end_date: '2026-12-31',
    coupon_amount: '99',
    order_amount: '199',
  }))
  const business = { coupons: JSON.stringify(coupons), out_request_no: prefix }
  const common = {
    method: 'yaoquan.coupon.issue',
    v: '2.0',
    app_key: appKey,
    timestamp: '2026-11-24 22:29:00',
    format: 'json',
    partner_id: 'top-sdk-net-20230831',
  }
  const parameters = { ...business, ...common }
  return Object.entries(signParameters({ parameters, secret: testApp.appSecret, method: 'hmac' }))
}

function formOf(parameters: readonly (readonly [string, string])[]): URLSearchParams {
  return new URLSearchParams(Object.fromEntries(parameters))
}

function multipartOf(parameters: readonly (readonly [string, string])[]): FormData {
  const form = new FormData()
  for (const [name, value] of parameters) form.append(name, value)
  return form
}

async function send(body: URLSearchParams | FormData, query = ''): Promise<string> {
  const response = await fetch(`${server.url}/router/rest${query}`, { method: 'POST', body })
  expect(response.status).toBe(200)
  return response.text()
}

it('issues 1,000 coupons from a form whose app_key comes after them, as .NET sends it', async () => {
  const form = formOf(issueOf('net'))
  expect(form.toString().length).toBeGreaterThan(1_000_000)
  expect(await send(form)).toContain('"created_count":1000')
})

it('issues 1,000 coupons from a multipart body, as the Node SDK sends it', async () => {
  expect(await send(multipartOf(issueOf('node')))).toContain('"created_count":1000')
})

it('issues 1,000 coupons from a form when the query names the app, as Java, PHP and Python send it', async () => {
  const parameters = issueOf('java')
  const isBusiness = ([name]: readonly [string, string]) => name === 'coupons' || name === 'out_request_no'
  const query = formOf(parameters.filter((parameter) => !isBusiness(parameter)))
  expect(await send(formOf(parameters.filter(isBusiness)), `?${query}`)).toContain('"created_count":1000')
})

it.each([
  ['a form', formOf],
  ['a multipart body', multipartOf],
])('parses no %s above 256 kB of an app that does not exist', async (_name, bodyOf) => {
  expect(await send(bodyOf(issueOf('none', 'nobody')), '?format=json')).toContain('"code":29')
})
