import { signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
const quietApp = { appKey: '22222222', appSecret: 'secret-of-the-quiet-chain' }

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    await administration.createApp({ name: 'quiet', sellerIds: ['222'], ...quietApp })
  })
})

afterAll(() => server.close())

const callers = 24

it('answers the queries and writes of one chain before the bulk issues of another that came earlier', async () => {
  let done = 0
  const bulk = Array.from({ length: callers }, async (_, caller) => {
    const text = await post(server.url, issue(`bulk-${caller}`, `B${caller}-`, 1000))
    expect(text).toContain('"created_count":1000')
    done += 1
  })
  while (done === 0) await query()
  const before = done
  await query()
  expect(await post(server.url, issue('quiet', 'Q', 1, quietApp))).toContain('"created_count":1')
  await query()
  expect(done - before).toBeLessThan(callers / 2)
  await Promise.all(bulk)
})

it('gives other calls their turns while it answers batches', async () => {
  let done = 0
  const call = `method=yaoquan.coupon.search&limit=100`
  const batches = Array.from({ length: callers }, async () => {
    expect(await batch(Array.from({ length: 50 }, () => call))).toContain('yaoquan_coupon_search_response')
    done += 1
  })
  await query()
  await query()
  expect(done).toBeLessThan(callers)
  await Promise.all(batches)
})

async function query(): Promise<void> {
  const query_d_t_o = JSON.stringify({ phone: '18600000001', page_size: 10, page_num: 1 })
  expect(await post(server.url, signedBy(quietApp, { query_d_t_o }))).toContain('QUERY_RESULT_EMPTY')
}

function issue(
  outRequestNo: string,
  prefix: string,
  count: number,
  app: typeof testApp | typeof quietApp = testApp,
): Record<string, string> {
  const coupons = Array.from({ length: count }, (_, place) => ({
    coupon_code: `${prefix}${place}`,
    phone: `139${String(place).padStart(8, '0')}`,
    coupon_name: '满199减99',
  }))
  const own = { method: 'yaoquan.coupon.issue', out_request_no: outRequestNo, coupons: JSON.stringify(coupons) }
  return signedBy(app, own)
}

async function batch(calls: readonly string[]): Promise<string> {
  const body = calls.join('\r\n-S-\r\n')
  const parameters = { app_key: testApp.appKey, timestamp: '2026-11-24 22:29:00', v: '2.0', format: 'json' }
  const signed = signParameters({ parameters, secret: testApp.appSecret, method: 'md5', body })
  return (await fetch(`${server.url}/router/batch?${new URLSearchParams(signed)}`, { method: 'POST', body })).text()
}

function signedBy(
  app: typeof testApp | typeof quietApp,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return signedParameters({ app_key: app.appKey, ...own }, app.appSecret)
}
