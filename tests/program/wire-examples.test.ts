import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../wire-examples/read-wire-example.ts'
import { sendRaw } from '../harness/raw-socket.ts'
import { withoutRequestId } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

const asciiCoupon = {
  couponCode: '11111',
  channel: 'erp',
  phone: '18612255668',
  cardNo: '11112222',
  couponName: '满199减99',
}
const chineseCoupon = { couponCode: '满199减99', channel: '线下门店', couponName: '满199减99' }

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.importCoupons({ sellerId: '111', rows: [asciiCoupon, chineseCoupon] })
    await administration.createSession({ appKey: '12345678', sellerId: '111', days: 36_500, token: 'sess-6100e04a' })
  })
})

afterAll(() => server.close())

const ascii = {
  status: '0',
  serller_id: '111',
  phone: '18612255668',
  coupon_name: '满199减99',
  coupon_code: '11111',
  channel: 'erp',
  card_no: '11112222',
}
const chinese = {
  status: '0',
  serller_id: '111',
  coupon_name: '满199减99',
  coupon_code: '满199减99',
  channel: '线下门店',
}
const root = 'alibaba_alihealth_nr_crm_coupon_querycoupon_response'

type Encoding = 'json' | 'simplified' | 'xml'

/** The exact answer with these coupons. */
function page(coupons: readonly object[], encoding: Encoding): string {
  const count = coupons.length
  if (encoding === 'xml') {
    const items = coupons.map((coupon) => {
      const members = Object.entries(coupon).map(([name, value]) => `<${name}>${value}</${name}>`)
      return `<erp_coupon_d_t_o>${members.join('')}</erp_coupon_d_t_o>`
    })
    return `<?xml version="1.0" encoding="utf-8" ?><${root}><result><result><current_page>1</current_page><result_arr_list>${items.join('')}</result_arr_list><total_count>${count}</total_count><total_page>1</total_page></result><success>true</success></result><request_id>REQUEST_ID</request_id></${root}>`
  }
  const list = encoding === 'simplified' ? coupons : { erp_coupon_d_t_o: coupons }
  const result = {
    result: { current_page: 1, result_arr_list: list, total_count: count, total_page: 1 },
    success: true,
  }
  const answer = { result, request_id: 'REQUEST_ID' }
  return JSON.stringify(encoding === 'simplified' ? answer : { [root]: answer })
}

const unknownSession = {
  json: '{"error_response":{"code":27,"msg":"Invalid session","sub_code":"invalid-sessionkey","sub_msg":"SessionKey非法","request_id":"REQUEST_ID"}}',
  xml: '<?xml version="1.0" encoding="utf-8" ?><error_response><code>27</code><msg>Invalid session</msg><sub_code>invalid-sessionkey</sub_code><sub_msg>SessionKey非法</sub_msg><request_id>REQUEST_ID</request_id></error_response>',
} as const
const notJson =
  '{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: query_d_t_o 不是合法的JSON对象","request_id":"REQUEST_ID"}}'

const everything = [ascii, chinese]

/** What each case of the examples must be answered with, by the words in its file name. */
function expected(name: string, encoding: Encoding): string {
  const xmlOrJson = encoding === 'xml' ? 'xml' : 'json'
  if (/-error-|-retry-isp/.test(name)) return unknownSession[xmlOrJson]
  if (name === 'python2-dict') return notJson
  if (name === 'java-batch') return `${page([ascii], 'json')}\r\n-S-\r\n${page(everything, 'json')}`
  if (name === 'java-batch-sep') return `${page([chinese], 'xml')}%!${page(everything, 'xml')}`
  if (/-chinese-|-sign-/.test(name)) return page([chinese], encoding)
  if (/-noparam|-emptyopt-/.test(name)) return page(everything, encoding)
  return page([ascii], encoding)
}

function encodingOf(parameters: ReadonlyMap<string, string>): Encoding {
  if (parameters.get('format') !== 'json') return 'xml'
  return parameters.get('simplify') === 'true' ? 'simplified' : 'json'
}

describe.each(wireExampleNames)('%s', (name) => {
  it('is answered exactly, over a socket', async () => {
    const example = readWireExample(name)
    const { statusLine, headers, body } = await sendRaw(server.port, example.bytes)
    expect(statusLine).toBe('HTTP/1.1 200 OK')
    const asksGzip = example.headers.get('accept-encoding')?.includes('gzip') === true
    if (!asksGzip) expect(headers.has('content-encoding')).toBe(false)
    const text = (headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body).toString('utf8')
    const answers = text.split(name === 'java-batch-sep' ? '%!' : '\r\n-S-\r\n').map(withoutRequestId)
    expect(answers.join(name === 'java-batch-sep' ? '%!' : '\r\n-S-\r\n')).toBe(
      expected(name, encodingOf(example.parameters)),
    )
  })
})

it('has every example of the folder as a row', () => {
  expect(wireExampleNames.length).toBe(66)
})
