import { queryCoupon, type ResponseOf } from '@yaoquan/api'
import {
  decodeRequest,
  encodeResponse,
  encodeResponseBytes,
  type Parameters,
  readParameters,
  signParameters,
  verifySignature,
  writeUrlencoded,
} from '@yaoquan/protocol'

/**
 * Prints the cost of the protocol per call in µs, the best of several rounds. Encoding an answer to UTF-8 is also given
 * as a ratio to JSON.stringify of the same wire object.
 */
const rounds = 8
const callsPerRound = 10_000

const secret = 'helloworld'
const parameters = {
  app_key: '12345678',
  format: 'xml',
  method: queryCoupon.name,
  query_d_t_o:
    '{"channel":"erp","phone":"18612255668","card_no":"11112222","coupon_code":"11111","page_size":10,"page_num":1}',
  timestamp: '2026-11-24 22:25:34',
  v: '2.0',
}

const signed = signParameters({ parameters, secret, method: 'md5' })
const body = new TextEncoder().encode(writeUrlencoded(signed))
const response = exampleResponse(8)
const wireObject: unknown = JSON.parse(encodeResponse(queryCoupon, response, '15r8qk9x1abc', 'json'))

const stringify = measure(() => utf8(JSON.stringify(wireObject)))
report(`read ${body.length} bytes urlencoded`, measure(readBody))
for (const method of ['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] as const) {
  const received = new Map(Object.entries(signParameters({ parameters, secret, method })))
  report(
    `verify ${method}`,
    measure(() => verifySignature({ parameters: received, secret })),
  )
}
report('decode the request', measure(decode(new Map(Object.entries(signed)))))
report('JSON.stringify, 8 coupons', stringify)
for (const encoding of ['json', 'simplified', 'xml'] as const) {
  const cost = measure(() => encodeResponseBytes(queryCoupon, response, '15r8qk9x1abc', encoding).length)
  report(`encode ${encoding}, 8 coupons`, cost, cost / stringify)
}

function readBody(): unknown {
  return readParameters({ queryString: '', contentType: 'application/x-www-form-urlencoded;charset=utf-8', body })
}

function decode(received: Parameters): () => unknown {
  return () => decodeRequest(queryCoupon, received)
}

function utf8(text: string): number {
  return Buffer.byteLength(text)
}

/** @returns microseconds per call in the best round */
function measure(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint()
    for (let index = 0; index < callsPerRound; index++) call()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / callsPerRound)
  }
  return best
}

function report(name: string, cost: number, ratio?: number): void {
  const tail = ratio === undefined ? '' : `  ${ratio.toFixed(2)} x JSON.stringify`
  console.log(`${name.padEnd(30)}${cost.toFixed(2).padStart(8)} µs${tail}`)
}

function exampleResponse(coupons: number): ResponseOf<typeof queryCoupon> {
  const page = { currentPage: 1, totalCount: coupons, totalPage: 1 }
  return {
    result: {
      page: { ...page, coupons: Array.from({ length: coupons }, (_, index) => exampleCoupon(index)) },
      success: true,
    },
  }
}

function exampleCoupon(index: number): ResponseOf<typeof queryCoupon>['result']['page']['coupons'][number] {
  return {
    status: '0',
    startDate: '2018-11-11',
    sellerId: '111',
    phone: '18612255668',
    orderAmount: '199',
    endDate: '2018-11-11',
    description: '全场通用',
    couponName: '满199减99',
    couponId: '11',
    couponCode: `111aaa${index}`,
    couponAmount: '99',
    channel: 'erp',
    cardNo: '1231321111',
    billDate: '2018-11-11',
    attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
    shop: '01,02',
    category: '1001,10012',
  }
}
