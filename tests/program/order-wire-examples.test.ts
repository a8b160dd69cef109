import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderExampleNames, readWireExample } from '../../wire-examples/read-wire-example.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { sendRaw } from '../harness/raw-socket.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

const sdkOf = (name: string) => name.slice('orders/'.length)

beforeAll(async () => {
  const rows = orderExampleNames.map((name) => ({ couponCode: `W-${sdkOf(name)}`, billDate: '2026-11-01' }))
  server = await startTestServer((administration) => administration.importCoupons({ sellerId: '111', rows }).then())
})

afterAll(() => server.close())

async function send(name: string): Promise<string> {
  const example = readWireExample(name)
  const { headers, body } = await sendRaw(server.port, example.bytes)
  return (headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body).toString('utf8')
}

describe.each(orderExampleNames)('%s', (name) => {
  it('creates an order that redeems its coupon, once', async () => {
    const coupon = { coupon_code: `W-${sdkOf(name)}`, outcome: 'redeemed', redemption_id: expect.any(String) }
    for (const outcome of ['created', 'unchanged']) {
      const answer = JSON.parse(await send(name))
      // The Go SDK asks for simplified JSON, which has no root and no item tags.
      const isSimplified = readWireExample(name).parameters.get('simplify') === 'true'
      const { result } = isSimplified ? answer : answer.alibaba_alihealth_nr_crm_order_sync_response
      const coupons = isSimplified ? [coupon] : { synced_coupon: [coupon] }
      expect(result).toEqual({ order_id: `WIRE-${sdkOf(name)}`, outcome, coupons, success: true })
    }
    const { order } = await lifecycleClient(server).call('yaoquan.order.get', { orderId: `WIRE-${sdkOf(name)}` })
    expect(order).toMatchObject({
      orderStatus: 'TRADE_FINISHED',
      createTime: '2026-11-24 10:00:00',
      updateTime: '2026-11-24 10:05:00',
      payAmount: '10.00',
      cardNo: '123456',
      lines: [{ goodsId: '1', quantity: '2', price: '6.00' }],
      sentText: readWireExample(name).parameters.get('order'),
    })
    const sent = JSON.parse(Object(order).sentText)
    expect(sent).toMatchObject({ attributes: '{k1:v1, k2:v2}', details: [{ approval_number: '国药准字H37021247' }] })
  })
})

it('has an example of every SDK', () => {
  expect(orderExampleNames.map(sdkOf)).toEqual(['dotnet', 'go-opentaobao', 'java', 'node', 'php', 'python2'])
})
