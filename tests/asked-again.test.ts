import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from './harness/signed-call.ts'
import { startTestServer, type TestServer } from './harness/test-server.ts'

const beforeMidnightMs = 4_000
const midnightMs = Date.parse('2026-11-25T00:00:00+08:00')
let server: TestServer

beforeAll(async () => {
  const clockStartMs = midnightMs - beforeMidnightMs
  server = await startTestServer(
    async (administration) => {
      const rows = [
        { couponCode: 'ends-today', endDate: '2026-11-24', phone: '18612255668' },
        { couponCode: 'ends-tomorrow', endDate: '2026-11-25', phone: '18612255668' },
      ]
      await administration.importCoupons({ sellerId: '111', rows })
    },
    { clockStartMs },
  )
})

afterAll(() => server.close())

function query(filter: object, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const asked = JSON.stringify({ page_size: 10, page_num: 1, ...filter })
  return post(server.url, signedParameters({ query_d_t_o: asked, timestamp: '2026-11-24 23:59:56', ...changes }))
}

function statuses(answer: string): readonly (string | undefined)[] {
  return [...answer.matchAll(/"status":"(\d)"|<status>(\d)<\/status>/g)].map(([, json, xml]) => json ?? xml)
}

it('a coupon that was asked for again and again expires at midnight all the same, in every format', async () => {
  const formats = ['json', 'xml'] as const
  const ask = () => Promise.all(formats.map((format) => query({ phone: '18612255668' }, { format })))
  const [first = [], second, third] = [await ask(), await ask(), await ask()]
  expect(first.map(statuses)).toEqual(formats.map(() => ['0', '0']))
  expect([second, third]).toEqual([first, first])
  await delay(beforeMidnightMs + 500)
  expect((await ask()).map(statuses)).toEqual(formats.map(() => ['2', '0']))
}, 20_000)

it('what another program passes on is found by the next call, however often the page was asked for before', async () => {
  for (const place of [1, 2, 3, 4]) {
    await server.administration.importCoupons({ sellerId: '111', rows: [{ couponCode: `new-${place}`, cardNo: '7' }] })
    for (let call = 0; call < 3; call += 1) expect(statuses(await query({ card_no: '7' }))).toHaveLength(place)
  }
})
