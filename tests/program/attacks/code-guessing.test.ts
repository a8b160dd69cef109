import { afterAll, beforeAll, expect, it } from 'vitest'
import { guessCodes } from '../../harness/attacks/guess-codes.ts'
import { post, signedParameters } from '../../harness/signed-call.ts'
import { soak } from '../../harness/soak.ts'
import { startTestServer, type TestServer, testApp } from '../../harness/test-server.ts'

let server: TestServer
const otherApp = { appKey: '22222222', appSecret: 'secret-of-another-app' }
const phone = '18600000001'

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createApp({ name: 'other', sellerIds: ['111'], ...otherApp })
    await administration.importCoupons({
      sellerId: '111',
      rows: Array.from({ length: 200 }, (_, place) => ({ couponCode: `real-${place}`, phone })),
    })
  })
})

afterAll(() => server.close())

it('stops a guesser, and answers phone queries, other shops and other apps meanwhile', async () => {
  const stop = new AbortController()
  const guessing = guessCodes({ url: server.url, app: testApp }, stop.signal, 600 * soak)
  for (let query = 0; query < 10; query += 1) expect(await queryBy({ phone })).toContain('"total_count":200')
  const { lookedUp, refused } = await guessing
  // 60, one more a second, and those under way when the bucket was empty.
  expect(lookedUp).toBeLessThan(200)
  expect(refused).toBeGreaterThan(300 * soak)
  // The look-up that is regained every second goes to one more guess.
  const afterGuess = async () => {
    await call({ method: 'yaoquan.coupon.get', coupon_code: 'GUESS' })
    return call({ method: 'yaoquan.coupon.get', coupon_code: 'real-1' })
  }
  await expect
    .poll(afterGuess)
    .toContain(
      '"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count","sub_msg":"This ban will last for',
    )
  expect(await queryBy({ phone })).toContain('"total_count":200')
  expect(await queryBy({ phone, coupon_code: 'real-1' })).toContain('"total_count":1')
  expect(await redeem('real-2', '02')).toContain('"success":true')
  expect(await call({ method: 'yaoquan.coupon.get', coupon_code: 'real-3' }, otherApp)).toContain('"success":true')
})

it('never counts codes that coupons have', async () => {
  for (let place = 0; place < 150; place += 1) {
    expect(await call({ method: 'yaoquan.coupon.get', coupon_code: `real-${place}` }, otherApp)).toContain('real-')
  }
})

it('counts every unknown code of a call that names many', async () => {
  const codes = Array.from({ length: 20 }, (_, place) => `guess-${place}`).join(',')
  const own = { method: 'yaoquan.coupon.void', coupon_codes: codes, reason: '试' }
  const answers: string[] = []
  for (let guess = 0; guess < 5; guess += 1)
    answers.push(await call({ ...own, out_request_no: `void-${guess}` }, otherApp))
  expect(answers[0]).toContain('not_found')
  expect(answers.at(-1)).toContain('"code":7')
})

function call(own: Readonly<Record<string, string>>, app = testApp as typeof otherApp): Promise<string> {
  return post(server.url, signedParameters({ app_key: app.appKey, ...own }, app.appSecret))
}

function queryBy(query: object): Promise<string> {
  return call({ query_d_t_o: JSON.stringify({ ...query, page_size: 10, page_num: 1 }) })
}

function redeem(code: string, shop: string): Promise<string> {
  const own = { out_request_no: `redeem-${code}`, order_id: `O-${code}`, coupon_code: code, shop }
  return call({ method: 'yaoquan.coupon.redeem', ...own })
}
