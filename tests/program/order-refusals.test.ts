import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { couponsOf, orderJson, orderLine, orderSync, sendOrder, syncOrder } from '../harness/order-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

type Refusal = Readonly<{ code: number; sub_msg?: string; msg?: string }>

async function refusalOf(order: string | undefined): Promise<Refusal> {
  const text = await post(server.url, signedParameters({ method: orderSync, order }))
  const answer: Readonly<{ error_response?: Refusal }> = JSON.parse(text)
  if (answer.error_response === undefined) throw new Error(text)
  return answer.error_response
}

const nested = (depth: number) => {
  const more = '['.repeat(depth) + ']'.repeat(depth)
  return JSON.stringify(orderJson({ more: 'deep' })).replace('"deep"', more)
}
const invalid = (field: string, rule: string) => ({ code: 50, sub_msg: `非法参数: ${field} ${rule}` })
const line = (changes: object) => ({ details: [orderLine, { ...orderLine, ...changes }] })
const fenRule = (value: string) => `的值 ${value} 不合法，应为0到100000000000之间的整数`
const momentRule = (value: string) => `的值 ${value} 不合法，应为 yyyy-MM-dd HH:mm:ss 格式的时间（GMT+8）`
const missing = '缺少必填参数'

describe('an order with a bad field is refused, naming path, value and rule', () => {
  it.each<readonly [name: string, changes: object, refusal: object]>([
    ['actual_total_fee is missing', { actual_total_fee: undefined }, invalid('actual_total_fee', missing)],
    ['actual_total_fee is negative', { actual_total_fee: -1 }, invalid('actual_total_fee', fenRule('-1'))],
    ['actual_total_fee is in yuan', { actual_total_fee: '10.00' }, invalid('actual_total_fee', fenRule('10.00'))],
    ['actual_total_fee has a part of a fen', { actual_total_fee: 0.5 }, invalid('actual_total_fee', fenRule('0.5'))],
    [
      'actual_total_fee is too large',
      { actual_total_fee: 1e11 + 1 },
      invalid('actual_total_fee', fenRule('100000000001')),
    ],
    ['create_time is missing', { create_time: undefined }, invalid('create_time', missing)],
    ['create_time is a day', { create_time: '2026-11-24' }, invalid('create_time', momentRule('2026-11-24'))],
    [
      'create_time does not exist',
      { create_time: '2026-02-30 10:00:00' },
      invalid('create_time', momentRule('2026-02-30 10:00:00')),
    ],
    [
      'create_time has a T',
      { create_time: '2026-11-24T10:00:00' },
      invalid('create_time', momentRule('2026-11-24T10:00:00')),
    ],
    [
      'create_time is 24:00:00',
      { create_time: '2026-11-24 24:00:00' },
      invalid('create_time', momentRule('2026-11-24 24:00:00')),
    ],
    ['pay_time is no time', { pay_time: 'x' }, invalid('pay_time', momentRule('x'))],
    ['update_time is no time', { update_time: '1' }, invalid('update_time', momentRule('1'))],
    ['gmt_modified is no time', { gmt_modified: '1' }, invalid('gmt_modified', momentRule('1'))],
    ['attributes is an object', { attributes: { k1: 'v1' } }, invalid('attributes', '的值 {…} 不合法，应为字符串')],
    [
      'attributes is too long',
      { attributes: 'x'.repeat(65_536) },
      invalid('attributes', '的长度 65536 不合法，不应超过65535个字符'),
    ],
    ['card_no is too long', { card_no: '1'.repeat(65) }, invalid('card_no', '的长度 65 不合法，不应超过64个字符')],
    ['card_no has a control character', { card_no: 'a\u0001b' }, invalid('card_no', '不能含有控制字符')],
    ['order_id has a control character', { order_id: 'a\tb' }, invalid('order_id', '不能含有控制字符')],
    ['order_id is no text', { order_id: '\ud800' }, invalid('order_id', '不是合法的Unicode文本')],
    ['order_id is too long', { order_id: 'x'.repeat(65) }, invalid('order_id', '的长度 65 不合法，不应超过64个字符')],
    ['phone is too short', { phone: '12345' }, invalid('phone', '应为至少7位数字、最多32个字符的电话号码')],
    ['phone is no number', { phone: '无' }, invalid('phone', '应为至少7位数字、最多32个字符的电话号码')],
    ['details is missing', { details: undefined }, invalid('details', missing)],
    ['details is empty', { details: [] }, invalid('details', '的元素个数 0 不合法，应为1到500个')],
    [
      'details has 501 lines',
      { details: Array(501).fill(orderLine) },
      invalid('details', '的元素个数 501 不合法，应为1到500个'),
    ],
    ['details is no list', { details: orderLine }, invalid('details', '不是合法的JSON数组')],
    ['a line is no object', { details: ['x'] }, invalid('details[0]', '不是合法的JSON对象')],
    ['a line lacks auction_id', line({ auction_id: undefined }), invalid('details[1].auction_id', missing)],
    ['a line lacks auction_price', line({ auction_price: null }), invalid('details[1].auction_price', missing)],
    ['a line lacks auction_title', line({ auction_title: ' ' }), invalid('details[1].auction_title', missing)],
    ['a line lacks actual_total_fee', line({ actual_total_fee: '' }), invalid('details[1].actual_total_fee', missing)],
    ...['auction_price', 'auction_ori_price', 'auction_cost_price', 'insured_fee', 'refund_fee'].map(
      (name) => [`${name} is no number`, line({ [name]: 'x' }), invalid(`details[1].${name}`, fenRule('x'))] as const,
    ),
    ...['0', '-1', 'x', '1.2345', '1000001', '1e3'].map((quantity) => {
      const refusal = invalid('details[1].quantity', '应为大于0、不超过1000000的数量，最多三位小数')
      return [`quantity is ${quantity}`, line({ quantity }), refusal] as const
    }),
    ['a coupon lacks its code', { coupons: [{ coupon_name: 'x' }] }, invalid('coupons[0].coupon_code', missing)],
    ['a coupon lacks its name', { coupons: [{ coupon_code: 'x' }] }, invalid('coupons[0].coupon_name', missing)],
    [
      'coupons are too many',
      { coupons: couponsOf(...Array(51).fill('x')) },
      invalid('coupons', '的元素个数 51 不合法，应为0到50个'),
    ],
  ])('where %s', async (_name, changes, refusal) => {
    expect(await refusalOf(JSON.stringify(orderJson(changes)))).toMatchObject(refusal)
  })

  it.each<readonly [name: string, order: string | undefined, refusal: object]>([
    ['it is missing', undefined, { code: 40, msg: 'Missing required arguments:order' }],
    ['it is blank', ' ', { code: 40, msg: 'Missing required arguments:order' }],
    ['it is no JSON', '{', invalid('order', '不是合法的JSON对象')],
    ['it is a list', '[]', invalid('order', '不是合法的JSON对象')],
    ['it is too long', JSON.stringify(orderJson({ more: 'x'.repeat(262_144) })), { code: 50 }],
    ['it is nested too deep', nested(50_000), invalid('order', '的对象和数组嵌套超过32层')],
  ])('or where %s', async (_name, order, refusal) => {
    expect(await refusalOf(order)).toMatchObject(refusal)
  })

  it('and a phone in it is not shown', async () => {
    const { sub_msg = '' } = await refusalOf(JSON.stringify(orderJson({ create_time: '13900000001' })))
    expect(sub_msg).toContain('139****0001')
  })
})

describe('an order that is refused', () => {
  it('without a number names the fields, stores nothing, and is taken once it has one', async () => {
    const refused = await syncOrder(server.url, { order_id: undefined })
    expect(refused).toEqual({
      error_code: 'ORDER_ID_MISSING',
      error_msg: '订单没有 order_id，也没有 out_order_id',
      coupons: [],
      success: false,
    })
    const order = { order_id: ' ', out_order_id: 'OUT-1' }
    expect(await syncOrder(server.url, order)).toMatchObject({ order_id: 'OUT-1', outcome: 'created' })
    expect(await syncOrder(server.url, { order_id: 'IN-1', out_order_id: 'OUT-1' })).toMatchObject({ order_id: 'IN-1' })
  })

  it('names the limit of coupons over all versions', async () => {
    for (const batch of [0, 1, 2, 3]) {
      const codes = Array.from({ length: 50 }, (_, place) => `many-${batch}-${place}`)
      expect(await syncOrder(server.url, { order_id: 'MANY', coupons: couponsOf(...codes) })).toMatchObject({
        success: true,
      })
    }
    expect(await syncOrder(server.url, { order_id: 'MANY', coupons: couponsOf('one more') })).toMatchObject({
      error_code: 'TOO_MANY_COUPONS',
      error_msg: '一个订单的各版本最多用到 200 张不同的优惠券',
      success: false,
    })
  })
})

describe('an order is taken', () => {
  let orders = 0
  it.each<readonly [name: string, changes: object]>([
    ['with the largest amounts', { actual_total_fee: 1e11, ...line({ auction_price: '100000000000' }) }],
    ['that costs nothing', { actual_total_fee: 0, ...line({ auction_price: 0, actual_total_fee: 0 }) }],
    ['with 500 lines', { details: Array(500).fill(orderLine) }],
    [
      'with untouched members of SDKs',
      { coupons: null, card_no: '', attributes: null, phone: ' ', order_status: null },
    ],
    ['with members that nobody declared', { rider: { name: 'x', rank: [1, null] }, constructor: 1, __proto__: 2 }],
    [
      'with inferred texts as numbers and booleans',
      { type: 1, channel: true, ...line({ rx: false, unit: 1, quantity: 1.5 }) },
    ],
    [
      'with inferred texts as objects, which are kept',
      { channel: { name: 'x' }, ...line({ unit: ['盒'], lot_no: {} }) },
    ],
    ['with a masked phone and card, which name nobody', { phone: '139****0001', card_no: '88****01' }],
    ['with a phone in any spelling', { phone: 'tel:+86 139-0000-0001' }],
    ['with one coupon twice', { coupons: couponsOf('twice', 'twice') }],
    ['of the year 1970', { create_time: '1970-01-01 00:00:00' }],
    ['of the year 9999', { create_time: '9999-12-31 23:59:59', update_time: '9999-12-31 23:59:59' }],
  ])('%s', async (_name, changes) => {
    orders += 1
    const synced = await syncOrder(server.url, { order_id: `TAKEN-${orders}`, ...changes })
    expect(synced).toMatchObject({ outcome: 'created', success: true })
  })

  it('as XML and simplified JSON too', async () => {
    const order = JSON.stringify(orderJson({ order_id: 'XML', coupons: couponsOf('missing') }))
    const xml = await post(server.url, signedParameters({ method: orderSync, format: 'xml', order }))
    expect(xml).toContain('<order_id>XML</order_id><outcome>created</outcome><coupons><synced_coupon>')
    const simple = await post(server.url, signedParameters({ method: orderSync, simplify: 'true', order }))
    expect(JSON.parse(simple)).toMatchObject({
      result: { outcome: 'unchanged', coupons: [{ coupon_code: 'missing', needs_reconciling: true }] },
    })
  })

  it('once under one signature: cut into another order, it is refused', async () => {
    const order = JSON.stringify(orderJson({ order_id: 'SIGNED' }))
    const parameters = signedParameters({ method: orderSync, order })
    expect(await post(server.url, parameters)).toContain('"outcome":"created"')
    expect(await post(server.url, parameters)).toContain('"outcome":"unchanged"')
    const { order: _order, timestamp = '', ...others } = parameters
    // The base string has no separators: `order{…}` may move into the value before it.
    const moved = { ...others, method: `${orderSync}order${order}`, timestamp }
    expect(await post(server.url, moved)).toContain('error_response')
  })

  it('with its text byte for byte', async () => {
    const text = `{ "order_id" : "BYTES", "actual_total_fee":1000,"create_time":"2026-11-24 10:00:00",
      "details":[${JSON.stringify(orderLine)}], "attributes":" {k1:v1,\\u0041 \\"k2\\":\\/é} " }`
    expect(await sendOrder(server.url, text)).toContain('"outcome":"created"')
    const got = await post(server.url, signedParameters({ method: 'yaoquan.order.get', order_id: 'BYTES' }))
    expect(Object(JSON.parse(got)).yaoquan_order_get_response.result.order.sent_text).toBe(text)
  })
})
