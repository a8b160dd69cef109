import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from '../../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../../harness/test-server.ts'

let server: TestServer
const neighbour = { appKey: '22222222', appSecret: 'secret-of-the-quiet-chain' }
const phone = '18600000001'
const evaluators = 12

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    await administration.createApp({ name: 'quiet', sellerIds: ['222'], ...neighbour })
    const rows = Array.from({ length: 200 }, (_, place) => ({
      couponCode: `c-${place}`,
      phone,
      couponAmount: `${5 + (place % 9) * 4}`,
      orderAmount: `${40 + (place % 40) * 3}`,
      category: `${10 + (place % 8)},${10 + ((place * 3) % 8)}`,
    }))
    await administration.importCoupons({ sellerId: '111', rows })
  })
})

afterAll(() => server.close())

it('answers the queries of a neighbour between the steps of the largest evaluations', async () => {
  let ended = 0
  const evaluations = Array.from({ length: evaluators }, async () => {
    const text = await post(server.url, hugeEvaluation())
    ended += 1
    return text
  })
  let queried = 0
  while (ended < evaluators) {
    expect(await post(server.url, query())).toContain('QUERY_RESULT_EMPTY')
    queried += 1
  }
  const answers = await Promise.all(evaluations)
  const evaluated = answers.filter((text) => text.includes('"quote_id"')).length
  expect(evaluated).toBeGreaterThan(0)
  // On a busy machine some wait for the others longer than evaluations may.
  expect(answers.filter((text) => text.includes('"code":7'))).toHaveLength(evaluators - evaluated)
  // An evaluation that keeps the event loop from its first step to its last leaves room for one query.
  expect(queried).toBeGreaterThan(3 * evaluated)
})

function hugeEvaluation(): Record<string, string> {
  const lines = Array.from({ length: 500 }, (_, place) => ({
    line_no: place + 1,
    goods_id: `69${1_000 + ((place * 7) % 300)}`,
    category: `${10 + (place % 8)},${1_000 + place}`,
    quantity: '1',
    amount: `${3 + ((place * 13) % 30)}.${10 + (place % 90)}`,
  }))
  return signedParameters({ method: 'yaoquan.basket.evaluate', phone, shop: '01', lines: JSON.stringify(lines) })
}

function query(): Record<string, string> {
  const query_d_t_o = JSON.stringify({ phone, page_size: 10, page_num: 1 })
  return signedParameters({ app_key: neighbour.appKey, query_d_t_o }, neighbour.appSecret)
}
