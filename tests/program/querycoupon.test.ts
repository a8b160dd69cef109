import type { RawCoupon } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, signedParameters, withoutRequestId } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

/** The coupon of the page; its dates are long past, so its status is 2. */
const pageCoupon: RawCoupon = {
  status: '0',
  startDate: '2018-11-11',
  phone: '18612255668',
  orderAmount: '199',
  endDate: '2018-11-11',
  description: '全场通用',
  couponName: '满199减99',
  couponId: '11',
  couponCode: '111aaa',
  couponAmount: '99',
  channel: 'erp',
  cardNo: '1231321111',
  billDate: '2018-11-11',
  attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
  shop: '01,02',
  category: '1001,10012',
}

const pageCouponOnTheWire = {
  status: '2',
  start_date: '2018-11-11',
  serller_id: '111',
  phone: '18612255668',
  order_amount: '199',
  end_date: '2018-11-11',
  describe: '全场通用',
  coupon_name: '满199减99',
  coupon_id: '11',
  coupon_code: '111aaa',
  coupon_amount: '99',
  channel: 'erp',
  card_no: '1231321111',
  bill_date: '2018-11-11',
  attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
  shop: '01,02',
  category: '1001,10012',
}

const bulkCount = 405

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    const bulk = Array.from({ length: bulkCount }, (_, index) => ({ couponCode: `bulk-${index + 1}`, channel: 'bulk' }))
    const rest: RawCoupon[] = [
      { couponCode: 'only-a-code' },
      { couponCode: 'last-day', endDate: '2026-11-24' },
      { couponCode: 'day-after-last', endDate: '2026-11-23' },
      { couponCode: 'used', status: '1', endDate: '2026-11-23' },
      { couponCode: 'void', status: '3' },
      { couponCode: 'half-a-yuan', couponAmount: '0.50', orderAmount: '99.9' },
    ]
    await administration.importCoupons({ sellerId: '111', rows: [pageCoupon, ...rest, ...bulk] })
    await administration.importCoupons({ sellerId: '222', rows: [{ ...pageCoupon, couponName: '别家的' }] })
  })
})

afterAll(() => server.close())

async function query(filter: object, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  return post(server.url, signedParameters({ query_d_t_o: JSON.stringify(filter), ...changes }))
}

async function result(filter: object): Promise<Record<string, unknown> & { result: Page }> {
  return JSON.parse(await query(filter)).alibaba_alihealth_nr_crm_coupon_querycoupon_response.result
}

type Page = Readonly<{
  current_page: number
  result_arr_list: { erp_coupon_d_t_o?: readonly Record<string, string>[] }
  total_count: number
  total_page: number
}>

const onePage = { page_size: 10, page_num: 1 }

describe('the page’s own call', () => {
  it('answers every member of the page in its order, byte for byte, in JSON', async () => {
    const page = {
      current_page: 1,
      result_arr_list: { erp_coupon_d_t_o: [pageCouponOnTheWire] },
      total_count: 1,
      total_page: 1,
    }
    expect(
      await query({ ...onePage, channel: 'erp', phone: '18612255668', card_no: '1231321111', coupon_code: '111aaa' }),
    ).toBe(
      JSON.stringify({
        alibaba_alihealth_nr_crm_coupon_querycoupon_response: {
          result: { result: page, success: true },
          request_id: 'REQUEST_ID',
        },
      }),
    )
  })

  it('answers every member of the page in its order, byte for byte, in XML', async () => {
    const members = Object.entries(pageCouponOnTheWire)
      .map(([name, value]) => `<${name}>${value.replaceAll('"', '&quot;')}</${name}>`)
      .join('')
    expect(await query({ ...onePage, coupon_code: '111aaa' }, { format: 'xml' })).toBe(
      '<?xml version="1.0" encoding="utf-8" ?><alibaba_alihealth_nr_crm_coupon_querycoupon_response><result><result>' +
        `<current_page>1</current_page><result_arr_list><erp_coupon_d_t_o>${members}</erp_coupon_d_t_o></result_arr_list>` +
        '<total_count>1</total_count><total_page>1</total_page></result><success>true</success></result>' +
        '<request_id>REQUEST_ID</request_id></alibaba_alihealth_nr_crm_coupon_querycoupon_response>',
    )
  })

  it('drops the root and the list wrapper when simplify is true', async () => {
    const page = { current_page: 1, result_arr_list: [pageCouponOnTheWire], total_count: 1, total_page: 1 }
    expect(await query({ ...onePage, coupon_code: '111aaa' }, { simplify: 'TRUE' })).toBe(
      JSON.stringify({ result: { result: page, success: true }, request_id: 'REQUEST_ID' }),
    )
  })

  it('keeps the root when simplify is 1, as PHP sends it', async () => {
    expect(await query({ ...onePage, coupon_code: '111aaa' }, { simplify: '1' })).toMatch(/^\{"alibaba_/)
  })
})

describe('every filter of the page', () => {
  it.each([
    ['channel', { channel: 'erp' }],
    ['phone', { phone: '18612255668' }],
    ['phone with country code and spaces', { phone: '+86 186 1225 5668' }],
    ['phone with brackets', { phone: '(186)1225 5668' }],
    ['phone as a link has it', { phone: 'tel:186-1225-5668' }],
    ['card_no', { card_no: '1231321111' }],
    ['coupon_code', { coupon_code: '111aaa' }],
    ['coupon_code with blanks around it', { coupon_code: ' 111aaa ' }],
  ])('finds the coupon by %s', async (_name, filter) => {
    const found = await result({ ...onePage, ...filter })
    expect(found.result.result_arr_list.erp_coupon_d_t_o).toEqual([pageCouponOnTheWire])
  })

  it.each([
    ['channel', { channel: 'ERP' }],
    ['phone', { phone: '18612255669' }],
    ['phone in scientific notation', { phone: '1.8612255668E+10' }],
    ['phone of four digits', { phone: '5668' }],
    ['card_no', { card_no: '123132111' }],
    ['coupon_code', { coupon_code: '111AAA' }],
  ])('finds nothing by another %s beside matching ones: all filters must hold', async (_name, other) => {
    const matching = { channel: 'erp', phone: '18612255668', card_no: '1231321111', coupon_code: '111aaa' }
    expect((await result({ ...onePage, ...matching, ...other }))['error_code']).toBe('QUERY_RESULT_EMPTY')
  })

  it.each([
    ['null', null],
    ['blank', ''],
    ['spaces', '  '],
  ])('takes a %s filter as absent', async (_name, value) => {
    const found = await result({ ...onePage, channel: value, phone: value, card_no: value, coupon_code: value })
    expect(found.result.total_count).toBe(bulkCount + 7)
  })
})

describe('what stands in a coupon', () => {
  it.each([
    ['only-a-code', { status: '0', serller_id: '111', coupon_code: 'only-a-code' }],
    ['last-day', { status: '0', serller_id: '111', end_date: '2026-11-24', coupon_code: 'last-day' }],
    ['day-after-last', { status: '2', serller_id: '111', end_date: '2026-11-23', coupon_code: 'day-after-last' }],
    ['used', { status: '1', serller_id: '111', end_date: '2026-11-23', coupon_code: 'used' }],
    ['void', { status: '3', serller_id: '111', coupon_code: 'void' }],
    [
      'half-a-yuan',
      { status: '0', serller_id: '111', order_amount: '99.9', coupon_code: 'half-a-yuan', coupon_amount: '0.5' },
    ],
  ])('%s: no member for what is not known, status by the clock', async (code, expected) => {
    const found = await result({ ...onePage, coupon_code: code })
    expect(found.result.result_arr_list.erp_coupon_d_t_o).toEqual([expected])
  })
})

describe('pages', () => {
  const bulk = (page_size: unknown, page_num: unknown) => ({ page_size, page_num, channel: 'bulk' })

  it.each([
    ['page 1', 10, 1, 1, 10],
    ['page 2', 10, 2, 11, 20],
    ['the last page, which is not full', 10, 41, 401, 405],
    ['size 1', 1, 405, 405, 405],
    ['size 200', 200, 3, 401, 405],
    ['numbers as strings of digits', '10', '1', 1, 10],
  ])('%s holds its coupons in order of issue, with exact totals', async (_name, size, number, first, last) => {
    const { result: page, success } = await result(bulk(size, number))
    expect(page.result_arr_list.erp_coupon_d_t_o?.map((coupon) => coupon['coupon_code'])).toEqual(
      Array.from({ length: last - first + 1 }, (_, index) => `bulk-${first + index}`),
    )
    expect({ success, current: page.current_page, count: page.total_count, pages: page.total_page }).toEqual({
      success: true,
      current: Number(number),
      count: bulkCount,
      pages: Math.ceil(bulkCount / Number(size)),
    })
  })

  it.each([
    ['just past the end', 42, 'json', '"result_arr_list":{}'],
    ['far past the end', 2_147_483_647, 'json', '"result_arr_list":{}'],
    ['just past the end', 42, 'xml', '<result_arr_list/>'],
  ])('a page %s is an empty result with the totals: %i in %s', async (_name, page_num, format, list) => {
    const text = await query(bulk(10, page_num), { format })
    expect(text).toContain('QUERY_RESULT_EMPTY')
    expect(text).toContain(list)
    expect(text).toMatch(
      format === 'json' ? `"total_count":${bulkCount},"total_page":41` : `<total_page>41</total_page>`,
    )
  })

  it('an empty result is an empty list in simplified JSON', async () => {
    expect(await query({ ...onePage, coupon_code: 'nobody' }, { simplify: 'true' })).toBe(
      '{"result":{"error_code":"QUERY_RESULT_EMPTY","error_msg":"查询为空","result":{"current_page":1,"result_arr_list":[],"total_count":0,"total_page":0},"success":false},"request_id":"REQUEST_ID"}',
    )
  })

  it.each([
    ['page_size', 0],
    ['page_size', -1],
    ['page_size', 201],
    ['page_size', 1.5],
    ['page_size', 1e9],
    ['page_size', '1.0'],
    ['page_size', 'ten'],
    ['page_size', true],
    ['page_size', {}],
    ['page_num', 0],
    ['page_num', -1],
    ['page_num', 1.5],
    ['page_num', 2_147_483_648],
    ['page_num', '1e3'],
  ])('refuses %s %j, naming field, value and rule', async (field, value) => {
    const text = await query({ ...bulk(10, 1), [field]: value })
    const error = JSON.parse(text).error_response
    expect(error).toMatchObject({ code: 50, sub_code: 'isv.invalid-parameter' })
    expect(error.sub_msg).toContain(`非法参数: ${field} `)
    expect(error.sub_msg).toContain(field === 'page_size' ? '1到200之间的整数' : '1到2147483647之间的整数')
    if (typeof value !== 'object') expect(error.sub_msg).toContain(String(value))
  })

  it.each([
    ['absent', undefined],
    ['blank', ''],
    ['null', 'null'],
    ['two quotes', '""'],
    ['an empty object', '{}'],
  ])('query_d_t_o %s is page 1 of 20 without filter', async (_name, value) => {
    const text = await post(server.url, signedParameters({ query_d_t_o: value }))
    const { result: page } = JSON.parse(text).alibaba_alihealth_nr_crm_coupon_querycoupon_response.result
    expect(page.result_arr_list.erp_coupon_d_t_o).toHaveLength(20)
    expect(page.total_count).toBe(bulkCount + 7)
  })
})

describe('the transport', () => {
  const ask = (headers: Record<string, string> = {}) =>
    fetch(`${server.url}/router/rest`, {
      method: 'POST',
      body: new URLSearchParams(signedParameters({ query_d_t_o: JSON.stringify({ page_size: 50, page_num: 1 }) })),
      headers,
    })

  it('names the host and the charset, and does not compress unless asked', async () => {
    const response = await ask({ 'accept-encoding': 'identity' })
    expect(response.headers.get('content-type')).toBe('text/javascript;charset=UTF-8')
    expect(response.headers.get('application-host')).toBe('127.0.0.1')
    expect(response.headers.get('location-host')).toBe('top127000000001.yaoquan')
    expect(response.headers.get('content-encoding')).toBeNull()
  })

  it('compresses when asked, to the same text', async () => {
    const [packed, plain] = [await ask({ 'accept-encoding': 'gzip' }), await ask({ 'accept-encoding': 'identity' })]
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(withoutRequestId(await packed.text())).toBe(withoutRequestId(await plain.text()))
  })

  it('answers 404 on an unknown path', async () => {
    expect((await fetch(`${server.url}/router/other`)).status).toBe(404)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('answers code 9 to %s', async (method) => {
    const response = await fetch(`${server.url}/router/rest?${new URLSearchParams(signedParameters())}`, { method })
    expect(response.status).toBe(200)
    expect(withoutRequestId(await response.text())).toBe(
      '{"error_response":{"code":9,"msg":"Http action not allowed","request_id":"REQUEST_ID"}}',
    )
  })

  it('answers code 43 to a body over 10 MB', async () => {
    const response = await fetch(`${server.url}/router/rest?format=json`, {
      method: 'POST',
      body: 'a='.padEnd(11_000_000, 'x'),
    })
    expect(withoutRequestId(await response.text())).toBe(
      '{"error_response":{"code":43,"msg":"Parameter error","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: 请求体超过10MB","request_id":"REQUEST_ID"}}',
    )
  })
})

it('never shows another chain’s coupon under the same code and phone', async () => {
  const found = await result({ ...onePage, coupon_code: '111aaa', phone: '18612255668' })
  expect(found.result.result_arr_list.erp_coupon_d_t_o?.map((coupon) => coupon['coupon_name'])).toEqual(['满199减99'])
})
