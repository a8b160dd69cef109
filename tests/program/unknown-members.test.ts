import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askConsole } from '../harness/console.ts'
import { hireOperator } from '../harness/hire-operator.ts'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { type Administration, startTestServer, type TestServer, testApp } from '../harness/test-server.ts'
import { upload, uploadUrl } from '../harness/upload.ts'

const strict = { appKey: '20000001', appSecret: 'strict-secret' } as const
const page = { page_size: 10, page_num: 1 }
const typos = [
  { query_d_t_o: JSON.stringify({ ...page, phne: '13900000001' }) },
  { query_d_t_o: JSON.stringify(page), queryDTO: '{"phone":"13900000001"}' },
]
const unset = {
  query_d_t_o: JSON.stringify({ ...page, phone: '13900000001', phne: null, cardno: '' }),
  partner_tag: 'till 3',
}

let production: TestServer
let sandbox: TestServer

beforeAll(async () => {
  const prepare = async (administration: Administration) => {
    const grants = { preset: 'erp', allowed: [], denied: ['unknown.ignore'] }
    await administration.createApp({ name: 'strict', sellerIds: ['111'], grants, ...strict })
    const rows = [{ couponCode: 'a', couponName: '满199减99', phone: '13900000001' }]
    await administration.importCoupons({ sellerId: '111', rows })
  }
  production = await startTestServer(prepare, { isProduction: true })
  sandbox = await startTestServer(prepare)
})
afterAll(() => Promise.all([production.close(), sandbox.close()]))

/** The host's time in GMT+8, as callers of a server of production stamp their calls. */
const timestamp = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const places = {
  'an app of production': (values: object) =>
    post(production.url, signedParameters({ timestamp: timestamp(), ...values })),
  'a strict app of production': (values: object) =>
    post(
      production.url,
      signedParameters({ timestamp: timestamp(), app_key: strict.appKey, ...values }, strict.appSecret),
    ),
  'a sandbox': (values: object) => post(sandbox.url, signedParameters({ ...values })),
} as const

const isMoment = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)

/** Sends coupons by a call and by a file, both twice: of each, one phone is two numbers, and a masked one is refused. */
async function storeNoPhones(): Promise<void> {
  const coupons = ['13900000002', '13900000003/13900000004', '186****5668'].map((phone, place) => ({
    coupon_code: `issued-${place}`,
    coupon_name: '满199减99',
    phone,
  }))
  const issue = { method: 'yaoquan.coupon.issue', out_request_no: 'no-phones' }
  const lines = coupons.map((coupon) => `${JSON.stringify({ ...coupon, coupon_code: `up-${coupon.coupon_code}` })}\n`)
  const body = lines.join('')
  for (const _time of ['first', 'again']) {
    const answer = await places['an app of production']({ ...issue, coupons: JSON.stringify(coupons) })
    expect(answer).toContain('"created_count":2')
    const { lines: told } = await upload(uploadUrl(production.url, body), body)
    expect(told.at(-1)).toMatchObject({ created: 2 })
  }
}

test.each(typos)('an app of production gets the answer without %j', async (typo) => {
  const call = places['an app of production']
  expect(await call(typo)).toBe(await call({ query_d_t_o: JSON.stringify(page) }))
})

test('the console names the app, what it sent and how often, and nothing that was unset or refused', async () => {
  await storeNoPhones()
  await places['an app of production'](unset)
  await places['a strict app of production'](Object(typos[0]))
  const call = { name: 'owner', password: 'a long enough password', roles: [['111', 'owner']] } as const
  const cookie = await hireOperator(production, call)
  const { body } = await askConsole(production.url, 'yaoquan.console.app.list', { cookie, seller: '111' })
  const apps = Object(body).result.apps.map((app: object) => [
    Reflect.get(app, 'app_key'),
    Reflect.get(app, 'ignored_members'),
    Reflect.get(app, 'no_phones'),
  ])
  const counted = (name: string) => ({ method: querycoupon, name, calls: 1 })
  const noPhones = (act: string) => ({ method: `yaoquan.coupon.${act}`, name: 'phone', numbers: 1, last_at: isMoment })
  expect(apps).toEqual([
    [testApp.appKey, [counted('phne'), counted('queryDTO')], [noPhones('issue'), noPhones('upload')]],
    [strict.appKey, [], []],
  ])
})

describe.each(['a strict app of production', 'a sandbox'] as const)('%s', (place) => {
  const call = places[place]

  test.each([
    [typos[0], 'phne', 'phone'],
    [typos[1], 'queryDTO', 'query_d_t_o'],
  ])('is refused %j', async (typo, name, nearest) => {
    const { error_response: error } = JSON.parse(await call(Object(typo)))
    expect(error).toMatchObject({ code: 50, sub_code: 'isv.invalid-parameter' })
    expect(error.sub_msg).toBe(`非法参数: ${name} 是未知的字段，最接近的是 ${nearest}`)
  })

  test('may send unset members and parameters of its own', async () => {
    expect(await call(unset)).toContain('"total_count":1')
  })
})

test('an unsigned call learns of its signature first', async () => {
  const parameters = { ...signedParameters(typos[0]), sign: '0'.repeat(32) }
  expect(JSON.parse(await post(sandbox.url, parameters)).error_response.code).toBe(25)
})
