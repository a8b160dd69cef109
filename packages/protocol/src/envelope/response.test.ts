import { getTime, queryCoupon, type ResponseOf } from '@yaoquan/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../testing/any-text.ts'
import { testMethod } from '../testing/test-method.ts'
import { decodeResponse } from './decode-response.ts'
import { addRequestId, encodeMembers, encodeResponse } from './encode-response.ts'
import type { Encoding } from './envelope.ts'

type QueryResponse = ResponseOf<typeof queryCoupon>
type MadeUpResponse = ResponseOf<typeof testMethod>

const encodings: readonly Encoding[] = ['json', 'simplified', 'xml']
const requestId = '15r8qk9x1abc'

/** The sample answer of the official page. */
const sample: QueryResponse = {
  result: {
    errorCode: 'QUERY_RESULT_EMPTY',
    errorMessage: '查询为空',
    page: {
      currentPage: 1,
      coupons: [
        {
          status: '0',
          startDate: '2018-11-11',
          sellerId: '111',
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
        },
      ],
      totalCount: 11,
      totalPage: 2,
    },
    success: false,
  },
}

const couponJson =
  '{"status":"0","start_date":"2018-11-11","serller_id":"111","phone":"18612255668","order_amount":"199","end_date":"2018-11-11","describe":"全场通用","coupon_name":"满199减99","coupon_id":"11","coupon_code":"111aaa","coupon_amount":"99","channel":"erp","card_no":"1231321111","bill_date":"2018-11-11","attribute":"{ \\"firstName\\":\\"Bill\\" , \\"lastName\\":\\"Gates\\" }","shop":"01,02","category":"1001,10012"}'
const sampleXml =
  '<?xml version="1.0" encoding="utf-8" ?><alibaba_alihealth_nr_crm_coupon_querycoupon_response><result><error_code>QUERY_RESULT_EMPTY</error_code><error_msg>查询为空</error_msg><result><current_page>1</current_page><result_arr_list><erp_coupon_d_t_o><status>0</status><start_date>2018-11-11</start_date><serller_id>111</serller_id><phone>18612255668</phone><order_amount>199</order_amount><end_date>2018-11-11</end_date><describe>全场通用</describe><coupon_name>满199减99</coupon_name><coupon_id>11</coupon_id><coupon_code>111aaa</coupon_code><coupon_amount>99</coupon_amount><channel>erp</channel><card_no>1231321111</card_no><bill_date>2018-11-11</bill_date><attribute>{ &quot;firstName&quot;:&quot;Bill&quot; , &quot;lastName&quot;:&quot;Gates&quot; }</attribute><shop>01,02</shop><category>1001,10012</category></erp_coupon_d_t_o></result_arr_list><total_count>11</total_count><total_page>2</total_page></result><success>false</success></result><request_id>15r8qk9x1abc</request_id></alibaba_alihealth_nr_crm_coupon_querycoupon_response>'

describe('the sample of the official page', () => {
  it.each([
    [
      'json',
      `{"alibaba_alihealth_nr_crm_coupon_querycoupon_response":{"result":{"error_code":"QUERY_RESULT_EMPTY","error_msg":"查询为空","result":{"current_page":1,"result_arr_list":{"erp_coupon_d_t_o":[${couponJson}]},"total_count":11,"total_page":2},"success":false},"request_id":"15r8qk9x1abc"}}`,
    ],
    [
      'simplified',
      `{"result":{"error_code":"QUERY_RESULT_EMPTY","error_msg":"查询为空","result":{"current_page":1,"result_arr_list":[${couponJson}],"total_count":11,"total_page":2},"success":false},"request_id":"15r8qk9x1abc"}`,
    ],
    ['xml', sampleXml],
  ] as const)('is written in %s byte for byte, and read back', (encoding, text) => {
    expect(encodeResponse(queryCoupon, sample, requestId, encoding)).toBe(text)
    expect(decodeResponse(queryCoupon, text, encoding)).toEqual({ kind: 'response', response: sample, requestId })
  })
})

it.each(encodings)('a response encoded once in %s is completed with the id of each call', (encoding) => {
  const encoded = encodeMembers(queryCoupon, sample, encoding)
  for (const id of ['first0000000', 'second000000', '<">']) {
    const text = new TextDecoder().decode(addRequestId(encoded, id))
    expect(text).toBe(encodeResponse(queryCoupon, sample, id, encoding))
  }
})

describe('empty answers', () => {
  const empty: QueryResponse = {
    result: { page: { currentPage: 1, coupons: [], totalCount: 0, totalPage: 0 }, success: true },
  }

  it.each([
    ['json', '"result_arr_list":{},'],
    ['simplified', '"result_arr_list":[],'],
    ['xml', '<result_arr_list/>'],
  ] as const)('has an empty list in %s', (encoding, list) => {
    const text = encodeResponse(queryCoupon, empty, requestId, encoding)
    expect(text).toContain(list)
    expect(decodeResponse(queryCoupon, text, encoding)).toEqual({ kind: 'response', response: empty, requestId })
  })

  it('drops `taobao.` from the root', () => {
    expect(encodeResponse(getTime, { time: '2015-09-16 15:52:52' }, 'a', 'json')).toBe(
      '{"time_get_response":{"time":"2015-09-16 15:52:52","request_id":"a"}}',
    )
  })
})

describe('hostile texts', () => {
  const timeIn = (time: string, encoding: Encoding): string => encodeResponse(getTime, { time }, 'a', encoding)

  it.each([
    ['an emoji, in XML as a reference: SDKs in Java drop others', '😀', '"😀"', '&#x1F600;'],
    ['the last character', '\u{10ffff}', '"\u{10ffff}"', '&#x10FFFF;'],
    ['a lone surrogate', 'a\ud800b', '"a\ufffdb"', 'a\ufffdb'],
    ['a lone surrogate beside others', '\udc00<"', '"\ufffd<\\""', '\ufffd&lt;&quot;'],
    ['line separators', 'a\u2028\u2029', '"a\u2028\u2029"', 'a\u2028\u2029'],
    ['the end of CDATA', 'a]]>b', '"a]]>b"', 'a]]&gt;b'],
    ['markup', '<a href="x">&amp;', '"<a href=\\"x\\">&amp;"', '&lt;a href=&quot;x&quot;&gt;&amp;amp;'],
    ['NUL and other controls', 'a\0\u0008\u000b\u001fb', '"a\\u0000\\b\\u000b\\u001fb"', 'ab'],
    ['noncharacters', 'a\ufffe\uffffb', '"a\ufffe\uffffb"', 'ab'],
    ['tab and line breaks', 'a\tb\nc\r\nd', '"a\\tb\\nc\\r\\nd"', 'a\tb\nc&#13;\nd'],
    ['slash and backslash', 'a/b\\c', '"a/b\\\\c"', 'a/b\\c'],
  ])('writes %s safely', (_, text, json, xml) => {
    expect(timeIn(text, 'json')).toBe(`{"time_get_response":{"time":${json},"request_id":"a"}}`)
    expect(timeIn(text, 'simplified')).toBe(`{"time":${json},"request_id":"a"}`)
    expect(timeIn(text, 'xml')).toBe(
      `<?xml version="1.0" encoding="utf-8" ?><time_get_response><time>${xml}</time><request_id>a</request_id></time_get_response>`,
    )
  })

  it('writes any text in JSON like JSON.stringify', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(timeIn(text, 'json')).toBe(JSON.stringify({ time_get_response: { time: text, request_id: 'a' } }))
      }),
    )
  })
})

describe('round trips', () => {
  const text = anyText({ maxLength: 12 })
  // Characters that XML forbids are dropped by design: see hostile texts.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is about control characters
  const xmlText = text.map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))

  function madeUpResponse(texts: fc.Arbitrary<string>): fc.Arbitrary<MadeUpResponse> {
    const ticket = fc.record(
      {
        code: texts,
        count: fc.integer(),
        isOpen: fc.boolean(),
        note: texts,
        tags: fc.array(texts, { maxLength: 3 }),
      },
      { requiredKeys: ['code'], noNullPrototype: true },
    )
    return fc.record(
      {
        isFirst: fc.boolean(),
        owner: fc.record(
          { colour: fc.constantFrom('red' as const, 'blue' as const) },
          { requiredKeys: [], noNullPrototype: true },
        ),
        tickets: fc.array(ticket, { maxLength: 3 }),
        names: fc.array(texts, { maxLength: 3 }),
      },
      { requiredKeys: ['tickets', 'names'], noNullPrototype: true },
    )
  }

  it.each(encodings)('decodes whatever it writes in %s', (encoding) => {
    fc.assert(
      fc.property(madeUpResponse(encoding === 'xml' ? xmlText : text), (response) => {
        const written = encodeResponse(testMethod, response, requestId, encoding)
        expect(decodeResponse(testMethod, written, encoding)).toEqual({ kind: 'response', response, requestId })
      }),
    )
  })

  it('writes JSON that JSON.parse accepts, without null', () => {
    fc.assert(
      fc.property(madeUpResponse(text), (response) => {
        const parsed: unknown = JSON.parse(encodeResponse(testMethod, response, requestId, 'json'))
        expect(Object.keys(parsed as object)).toEqual(['made_up_response'])
        expect(encodeResponse(testMethod, response, requestId, 'json')).toBe(JSON.stringify(parsed))
      }),
    )
  })

  it('leaves out members that are undefined', () => {
    const response: MadeUpResponse = {
      isFirst: undefined,
      owner: undefined,
      tickets: [{ code: 'a', note: undefined }],
      names: [],
    }
    expect(encodeResponse(testMethod, response, 'a', 'json')).toBe(
      '{"made_up_response":{"tickets":{"ticket":[{"ticket_code":"a"}]},"names":{},"request_id":"a"}}',
    )
  })
})

describe('answers of other gateways', () => {
  it('accepts numbers and booleans as text, members in any order, white space, and an absent list', () => {
    const text =
      '{ "alibaba_alihealth_nr_crm_coupon_querycoupon_response": { "request_id": "b", "result": { "success": "true", "result": { "total_page": "0", "total_count": 0, "current_page": "1" } } } }\n'
    const page = { currentPage: 1, coupons: [], totalCount: 0, totalPage: 0 }
    expect(decodeResponse(queryCoupon, text, 'json')).toEqual({
      kind: 'response',
      response: { result: { page, success: true } },
      requestId: 'b',
    })
  })

  it('accepts indented XML with CDATA, attributes, comments and a host comment', () => {
    const text =
      '<?xml version="1.0" encoding="utf-8" ?>\n<time_get_response a="b">\n  <!-- c --><time><![CDATA[a<b]]>&#x26;</time>\n</time_get_response><!--top011186097053.eu13-->'
    expect(decodeResponse(getTime, text, 'xml')).toEqual({
      kind: 'response',
      response: { time: 'a<b&' },
      requestId: '',
    })
  })

  it('accepts an error with its code as text and without sub_code', () => {
    const text = '{"error_response":{"request_id":"b","msg":"Invalid signature","code":"25"}}'
    const error = { code: 25, msg: 'Invalid signature' }
    expect(decodeResponse(getTime, text, 'json')).toEqual({ kind: 'error', error, requestId: 'b' })
  })

  it.each([
    ['', 'json'],
    ['<html>', 'json'],
    ['[]', 'json'],
    ['{"other_response":{}}', 'json'],
    ['{"constructor":{}}', 'json'],
    ['{"time_get_response":{"time":{}}}', 'json'],
    ['{"time_get_response":{}}', 'json'],
    ['{"error_response":{"code":"x","msg":""}}', 'json'],
    ['{"request_id":"a"}', 'simplified'],
    ['', 'xml'],
    ['{}', 'xml'],
    ['<time_get_response><time>a</time>', 'xml'],
    ['<time_get_response><time>&nbsp;</time></time_get_response>', 'xml'],
    ['<other_response/>', 'xml'],
    ['<error_response><msg>a</msg></error_response>', 'xml'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><time_get_response><time>a</time></time_get_response>', 'xml'],
    [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, 'xml'],
  ] as const)('calls %j in %s unreadable', (text, encoding) => {
    expect(decodeResponse(getTime, text, encoding)).toMatchObject({ kind: 'unreadable' })
  })

  it('reports where an answer is wrong without repeating its values', () => {
    const text = '{"made_up_response":{"tickets":{"ticket":[{"ticket_code":"a"},{"ticket_code":{"p":"18612255668"}}]}}}'
    expect(decodeResponse(testMethod, text, 'json')).toEqual({
      kind: 'unreadable',
      reason: 'The answer should have a string at tickets[1].ticket_code',
    })
  })
})
