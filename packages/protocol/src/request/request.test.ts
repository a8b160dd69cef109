import {
  getTime,
  issueCoupons,
  type MethodDefinition,
  queryCoupon,
  RefusedItem,
  type RequestOf,
  redeemCoupon,
  saveTemplate,
  searchCoupons,
} from '@yaoquan/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../../../wire-examples/read-wire-example.ts'
import { anyText } from '../testing/any-text.ts'
import { testMethod } from '../testing/test-method.ts'
import { decodeRequest } from './decode-request.ts'
import { encodeRequest } from './encode-request.ts'

type MadeUpRequest = RequestOf<typeof testMethod>

const decodeQuery = (text: string): unknown => decodeRequest(queryCoupon, new Map([['query_d_t_o', text]]))
const decodeMadeUp = (parameters: Readonly<Record<string, string>>): unknown =>
  decodeRequest(testMethod, new Map(Object.entries({ name: 'x', ...parameters })))

const english: unknown = expect.stringMatching(/^Invalid parameter: [^一-龥]+$/)

const refusedWith = (subMsg: string): unknown => ({
  kind: 'refused',
  error: {
    code: 50,
    msg: 'Remote service error',
    subCode: 'isv.invalid-parameter',
    subMsg: `非法参数: ${subMsg}`,
    subMsgEn: english,
  },
})

describe('query_d_t_o', () => {
  it.each([
    ...['', ' ', 'null', '""', '" "', '{}', ' { } '],
    '{"page_size":null,"page_num":null,"channel":null,"phone":null,"card_no":null,"coupon_code":null}',
    '{"page_size":"","phone":" ","unknown":null}',
  ])('means the first page of 20 when it is %j', (text) => {
    expect(decodeQuery(text)).toEqual({ kind: 'decoded', input: { query: { pageSize: 20, pageNum: 1 } } })
  })

  it('means the first page of 20 when it is absent', () => {
    expect(decodeRequest(queryCoupon, new Map())).toEqual({
      kind: 'decoded',
      input: { query: { pageSize: 20, pageNum: 1 } },
    })
  })

  it.each([
    ['{"page_num":1}', 'page_size 缺少必填参数'],
    ['{"page_size":1}', 'page_num 缺少必填参数'],
    ['{"channel":"erp"}', 'page_size 缺少必填参数'],
    ['{"unknown":1}', 'page_size 缺少必填参数'],
    ['{"page_size":null,"page_num":null,"channel":"erp"}', 'page_size 缺少必填参数'],
    ['{"page_size":null,"page_num":1}', 'page_size 缺少必填参数'],
    ['{"page_size":" ","page_num":1}', 'page_size 缺少必填参数'],
    ['{"page_size":201,"page_num":1}', 'page_size 的值 201 不合法，应为1到200之间的整数'],
    ['{"page_size":"201","page_num":1}', 'page_size 的值 201 不合法，应为1到200之间的整数'],
    ['{"page_size":0,"page_num":1}', 'page_size 的值 0 不合法，应为1到200之间的整数'],
    ['{"page_size":-1,"page_num":1}', 'page_size 的值 -1 不合法，应为1到200之间的整数'],
    ['{"page_size":1.5,"page_num":1}', 'page_size 的值 1.5 不合法，应为1到200之间的整数'],
    ['{"page_size":"1.0","page_num":1}', 'page_size 的值 1.0 不合法，应为1到200之间的整数'],
    ['{"page_size":" 10","page_num":1}', 'page_size 的值  10 不合法，应为1到200之间的整数'],
    ['{"page_size":"0x10","page_num":1}', 'page_size 的值 0x10 不合法，应为1到200之间的整数'],
    ['{"page_size":"１０","page_num":1}', 'page_size 的值 １０ 不合法，应为1到200之间的整数'],
    ['{"page_size":true,"page_num":1}', 'page_size 的值 true 不合法，应为1到200之间的整数'],
    ['{"page_size":[10],"page_num":1}', 'page_size 的值 […] 不合法，应为1到200之间的整数'],
    ['{"page_size":10,"page_num":1e10}', 'page_num 的值 10000000000 不合法，应为1到2147483647之间的整数'],
    ['{"page_size":10,"page_num":2147483648}', 'page_num 的值 2147483648 不合法，应为1到2147483647之间的整数'],
    ['{"page_size":10,"page_num":1,"channel":true}', 'channel 的值 true 不合法，应为字符串'],
    ['{"page_size":10,"page_num":1,"phone":["18612255668"]}', 'phone 的值 […] 不合法，应为字符串'],
    ['{"page_size":10,"page_num":1,"card_no":12345678901234567890}', 'card_no 的值超出数字的精度，请改用字符串'],
    ['[1]', 'query_d_t_o 不是合法的JSON对象'],
    ['1', 'query_d_t_o 不是合法的JSON对象'],
    ['"x"', 'query_d_t_o 不是合法的JSON对象'],
    ["{u'page_num': 1}", 'query_d_t_o 不是合法的JSON对象'],
    ['{"page_size":10', 'query_d_t_o 不是合法的JSON对象'],
    ['数据结构示例JSON格式', 'query_d_t_o 不是合法的JSON对象'],
    [`{"a":${'['.repeat(3_000_000)}`, 'query_d_t_o 的对象和数组嵌套超过32层'],
    [`{"a":${'['.repeat(32)}${']'.repeat(32)}}`, 'query_d_t_o 的对象和数组嵌套超过32层'],
    [`{"a":${'['.repeat(31)}${']'.repeat(31)}}`, 'page_size 缺少必填参数'],
  ])('is refused when it is %.60s', (text, subMsg) => {
    expect(decodeQuery(text)).toEqual(refusedWith(subMsg))
  })

  it.each([
    ['{"page_size":1,"page_num":2147483647}', { pageSize: 1, pageNum: 2147483647 }],
    ['{"page_size":"200","page_num":"01"}', { pageSize: 200, pageNum: 1 }],
    ['{"page_size":1e1,"page_num":1.0}', { pageSize: 10, pageNum: 1 }],
    ['{"page_size":1,"page_num":1,"channel":null,"phone":"","card_no":" "}', { pageSize: 1, pageNum: 1 }],
    ['{"page_size":1,"page_num":1,"phone":18612255668}', { pageSize: 1, pageNum: 1, phone: '18612255668' }],
    ['{"page_size":1,"page_num":1,"channel":" erp\\t"}', { pageSize: 1, pageNum: 1, channel: 'erp' }],
    ['{"page_num":1,"page_size":1,"channel":"\\u6ee1\\/"}', { pageSize: 1, pageNum: 1, channel: '满/' }],
  ])('is decoded when it is %s', (text, query) => {
    expect(decodeQuery(text)).toEqual({ kind: 'decoded', input: { query } })
  })

  it('reads own members alone', () => {
    const text = '{"page_size":1,"page_num":1,"__proto__":{"channel":"x"},"constructor":1}'
    expect(decodeQuery(text)).toEqual({
      kind: 'decoded',
      input: { query: { pageSize: 1, pageNum: 1 } },
      ignored: '__proto__',
    })
  })

  it('is shown in errors with at most 32 characters, phones masked, control characters removed', () => {
    const shown = (value: unknown): string =>
      JSON.stringify(decodeQuery(JSON.stringify({ page_size: value, page_num: 1 })))
    expect(shown('x'.repeat(1000))).toContain(` ${'x'.repeat(32)}… `)
    expect(shown(`${'x'.repeat(25)}18612255668`)).toContain(` ${'x'.repeat(25)}186****… `)
    expect(shown('+86 186-1225-5668')).toContain('+86 186****5668')
    expect(shown('１８６１２２５５６６８')).toContain('１８６****５６６８')
    expect(shown('a\u0000\u001b[31m\u202eb\n')).toContain(' a[31mb ')
    expect(shown('1861\u00002255668')).toContain(' 186****5668 ')
  })

  it.each(wireExampleNames.filter((name) => !name.includes('batch') && name !== 'python2-dict'))(
    'of %s is read',
    (name) => {
      const decoded = decodeRequest(queryCoupon, readWireExample(name).parameters)
      const isEmpty = name.includes('noparam')
      expect(decoded).toMatchObject({ kind: 'decoded', input: { query: { pageSize: isEmpty ? 20 : 10, pageNum: 1 } } })
    },
  )

  it('of python2-dict is refused: a Python dict is not JSON', () => {
    expect(decodeRequest(queryCoupon, readWireExample('python2-dict').parameters)).toEqual(
      refusedWith('query_d_t_o 不是合法的JSON对象'),
    )
  })
})

describe('top-level parameters', () => {
  it('reports a missing one with code 40', () => {
    for (const parameters of [new Map<string, string>(), new Map([['name', ' ']])]) {
      expect(decodeRequest(testMethod, parameters)).toEqual({
        kind: 'refused',
        error: { code: 40, msg: 'Missing required arguments:name' },
      })
    }
  })

  it.each([
    [{ name: 'x'.repeat(11) }, 'name', 'name 的长度 11 不合法，不应超过10个字符'],
    [{ size: '10' }, 'size', 'size 的值 10 不合法，应为0到9之间的整数'],
    [{ is_dry: '1' }, 'is_dry', 'is_dry 的值 1 不合法，应为true或false'],
  ])('refuses %j with code 41', (parameters, name, rule) => {
    expect(decodeMadeUp(parameters)).toEqual({
      kind: 'refused',
      error: {
        code: 41,
        msg: `Invalid arguments:${name}`,
        subCode: 'isv.invalid-parameter',
        subMsg: `非法参数: ${rule}`,
        subMsgEn: english,
      },
    })
  })

  it.each([
    [{ size: '-0' }, { size: 0 }],
    [{ is_dry: 'FALSE' }, { isDry: false }],
    [{ is_dry: ' ', size: '' }, {}],
    [{ shops: '01,02' }, { shops: ['01', '02'] }],
    [{ shops: ' 01 ,, 02' }, { shops: ['01', '02'] }],
    [{ shops: '["01", 2, null, ""]' }, { shops: ['01', '2'] }],
    [{ shops: '' }, {}],
    [{ shops: '[]' }, { shops: [] }],
    [{ shops: 'null' }, { shops: ['null'] }],
    [{ tickets: 'null' }, {}],
    [
      { tickets: '[{"ticket_code":"a","is_open":"True","count":"-5"}]' },
      { tickets: [{ code: 'a', isOpen: true, count: -5 }] },
    ],
    [{ tickets: '[{"ticket_code":"a","constructor":" "}]' }, { tickets: [{ code: 'a', note: ' ' }] }],
    [{ order_d_t_o: '{"lines":[],"owner":{"colour":"red"}}' }, { order: { tickets: [], owner: { colour: 'red' } } }],
  ])('reads %j', (parameters, input) => {
    expect(decodeMadeUp(parameters)).toEqual({ kind: 'decoded', input: { name: 'x', ...input } })
  })

  it.each([
    [{ tickets: '{}' }, 'tickets 不是合法的JSON数组'],
    [{ tickets: 'x' }, 'tickets 不是合法的JSON数组'],
    [{ shops: '["01"' }, 'shops 不是合法的JSON数组'],
    [{ tickets: '[]' }, 'tickets 的元素个数 0 不合法，应为1到4个'],
    [{ tickets: '[1,2,3,4,5]' }, 'tickets 的元素个数 5 不合法，应为1到4个'],
    [{ shops: '1,2,3,4,5,6' }, 'shops 的元素个数 6 不合法，应为0到5个'],
    [{ shops: '["1",{}]' }, 'shops[1] 的值 {…} 不合法，应为字符串'],
    [{ tickets: '[{"ticket_code":"a"},1]' }, 'tickets[1] 不是合法的JSON对象'],
    [{ tickets: '['.repeat(100) }, 'tickets 的对象和数组嵌套超过32层'],
    [{ tickets: '[{"ticket_code":"a"},{}]' }, 'tickets[1].ticket_code 缺少必填参数'],
    [{ tickets: '[{"ticket_code":"a","count":6}]' }, 'tickets[0].count 的值 6 不合法，应为-5到5之间的整数'],
    [
      { tickets: '[{"ticket_code":"a","tags":["ok","toolong"]}]' },
      'tickets[0].tags[1] 的长度 7 不合法，不应超过4个字符',
    ],
    [{ order_d_t_o: '{}' }, 'lines 缺少必填参数'],
    [
      { order_d_t_o: '{"lines":[{"ticket_code":"a"},{"ticket_code":"abcdef"}]}' },
      'lines[1].ticket_code 的长度 6 不合法，不应超过5个字符',
    ],
    [{ order_d_t_o: '{"owner":{"colour":"green"}}' }, 'owner.colour 的值 green 不合法，应为red、blue之一'],
    [{ order_d_t_o: '{"owner":[]}' }, 'owner 不是合法的JSON对象'],
  ])('refuses %j with code 50', (parameters, subMsg) => {
    expect(decodeMadeUp(parameters)).toEqual(refusedWith(subMsg))
  })
})

describe('unknown members', () => {
  const decode = (definition: MethodDefinition, parameters: Readonly<Record<string, string>>): unknown =>
    decodeRequest(definition, new Map(Object.entries({ method: definition.name, ...parameters })))
  const redeemed = { out_request_no: 'R1', coupon_code: 'a', order_id: 'o' }
  const template = (members: object) => ({ out_request_no: 'R1', template: JSON.stringify(members) })
  const publicOnes = {
    app_key: 'k',
    session: 's',
    timestamp: 't',
    v: '2.0',
    sign_method: 'md5',
    sign: 'x',
    format: 'json',
    simplify: 'true',
    partner_id: 'top-sdk-java-dynamicVersionNo',
    target_app_key: '1',
  }

  it.each([
    [redeemCoupon, { ...redeemed, orderAmount: '99' }, 'orderAmount', 'order_amount'],
    [redeemCoupon, { ...redeemed, order_amout: '99' }, 'order_amout', 'order_amount'],
    [redeemCoupon, { ...redeemed, sesion: 'x' }, 'sesion', 'session'],
    [searchCoupons, { phone_no: '18612255668' }, 'phone_no', 'phone'],
  ])('%# are refused by name with code 41 at the top', (definition, parameters, name, nearest) => {
    expect(decode(definition, parameters)).toEqual({
      kind: 'refused',
      error: {
        code: 41,
        msg: `Invalid arguments:${name}`,
        subCode: 'isv.invalid-parameter',
        subMsg: `非法参数: ${name} 是未知的字段，最接近的是 ${nearest}`,
        subMsgEn: `Invalid parameter: ${name} is an unknown field; the nearest one is ${nearest}`,
      },
    })
  })

  it('are refused with all known names if none is similar', () => {
    expect(decode(searchCoupons, { x: '1' })).toMatchObject({
      error: { code: 41, subMsg: expect.stringContaining('x 是未知的字段，可用的有 status、') },
    })
  })

  it.each([
    [saveTemplate, template({ coupon_id: '1', coupon_name: 'x', stock: 5 }), 'stock', 'stock_total'],
    [
      redeemCoupon,
      { ...redeemed, lines: '[{"category":"1","amount":"2"},{"category":"1","amout":"2"}]' },
      'lines[1].amout',
      'amount',
    ],
  ])('%# are refused with code 50 within objects and lists', (definition, parameters, name, nearest) => {
    expect(decode(definition, parameters)).toEqual(refusedWith(`${name} 是未知的字段，最接近的是 ${nearest}`))
  })

  it('are not shown if they may be a value', () => {
    expect(decode(redeemCoupon, { ...redeemed, '18612255668': 'x' })).toMatchObject({
      error: { msg: 'Invalid arguments:…', subMsg: expect.stringMatching(/^非法参数: … 是未知的字段/) },
    })
    expect(JSON.stringify(decode(redeemCoupon, { ...redeemed, ['x'.repeat(100_000)]: '1' })).length).toBeLessThan(600)
  })

  it('pass when they are public, null or blank', () => {
    expect(decode(redeemCoupon, { ...redeemed, ...publicOnes, orderAmount: ' ', x: '' })).toMatchObject({
      kind: 'decoded',
    })
    expect(
      decode(saveTemplate, template({ coupon_id: '1', coupon_name: 'x', kind: 'cash', stock: null, Shop: ' ' })),
    ).toMatchObject({
      kind: 'decoded',
    })
  })

  it('are ignored by the compatible methods', () => {
    expect(decode(queryCoupon, { x: '1', query_d_t_o: '{"page_size":1,"page_num":1,"pageSize":2}' })).toMatchObject({
      kind: 'decoded',
    })
    expect(decode(getTime, { x: '1' })).toMatchObject({ kind: 'decoded' })
  })

  it('refuse one coupon of an issue and not the call', () => {
    const refused = (field: string, zh: string, texts: Readonly<Record<string, string>>) =>
      new RefusedItem({ field, rule: { zh, en: expect.stringMatching(/^[ -~…]+$/) } }, texts)
    const coupons = [
      { coupon_code: 'a', amount: '99' },
      { coupon_code: 'b', phone: ['18612255668'] },
      { coupon_code: 'c' },
      7,
    ]
    const input = { out_request_no: 'R1', coupons: JSON.stringify(coupons) }
    expect(decode(issueCoupons, input)).toEqual({
      kind: 'decoded',
      input: {
        outRequestNo: 'R1',
        coupons: [
          refused('amount', '是未知的字段，最接近的是 order_amount', { couponCode: 'a' }),
          refused('phone', '的值 […] 不合法，应为字符串', { couponCode: 'b' }),
          { couponCode: 'c' },
          refused('', '不是合法的JSON对象', {}),
        ],
      },
    })
  })
})

describe('encodeRequest', () => {
  it('writes the documented query as compact JSON', () => {
    const query = {
      pageSize: 10,
      pageNum: 1,
      channel: 'erp',
      phone: '18612255668',
      cardNo: undefined,
      couponCode: '满"',
    }
    expect(encodeRequest(queryCoupon, { query })).toEqual({
      query_d_t_o: '{"page_size":10,"page_num":1,"channel":"erp","phone":"18612255668","coupon_code":"满\\""}',
    })
    expect(encodeRequest(queryCoupon, {})).toEqual({})
  })

  it('joins strings by commas unless that would change them', () => {
    expect(encodeRequest(testMethod, { name: 'x', shops: ['01', '02'] })).toEqual({ name: 'x', shops: '01,02' })
    expect(encodeRequest(testMethod, { name: 'x', shops: ['0,1', '02'] })).toEqual({
      name: 'x',
      shops: '["0,1","02"]',
    })
    expect(encodeRequest(testMethod, { name: 'x', shops: ['[1'] })).toEqual({ name: 'x', shops: '["[1"]' })
  })

  const filled = (maxLength: number): fc.Arbitrary<string> =>
    anyText({ minLength: 1, maxLength }).filter((text) => text.trim() === text && text.length <= maxLength)
  const ticket = fc.record(
    {
      code: filled(5),
      count: fc.integer({ min: -5, max: 5 }),
      isOpen: fc.boolean(),
      note: anyText(),
      tags: fc.array(filled(4), { maxLength: 3 }),
    },
    { requiredKeys: ['code'], noNullPrototype: true },
  )
  const owner = fc.record(
    { colour: fc.constantFrom('red' as const, 'blue' as const) },
    { requiredKeys: [], noNullPrototype: true },
  )
  const request: fc.Arbitrary<MadeUpRequest> = fc.record(
    {
      name: filled(10),
      size: fc.integer({ min: 0, max: 9 }),
      isDry: fc.boolean(),
      shops: fc.array(filled(10), { maxLength: 5 }),
      tickets: fc.array(ticket, { minLength: 1, maxLength: 4 }),
      order: fc.record(
        { owner, tickets: fc.array(ticket, { maxLength: 3 }) },
        { requiredKeys: ['tickets'], noNullPrototype: true },
      ),
    },
    { requiredKeys: ['name'], noNullPrototype: true },
  )

  it('writes what decodeRequest reads back', () => {
    fc.assert(
      fc.property(request, (values) => {
        const parameters = new Map(Object.entries(encodeRequest(testMethod, values)))
        expect(decodeRequest(testMethod, parameters)).toEqual({ kind: 'decoded', input: values })
      }),
    )
  })
})

it('never throws, for any text of a parameter', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const parameters = new Map(
        ['query_d_t_o', 'name', 'size', 'shops', 'tickets', 'order_d_t_o'].map((name) => [name, text]),
      )
      expect(['decoded', 'refused']).toContain(decodeRequest(queryCoupon, parameters).kind)
      expect(['decoded', 'refused']).toContain(decodeRequest(testMethod, parameters).kind)
    }),
  )
})
