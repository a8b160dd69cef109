// What an integrator's own program may look like. It runs from an empty folder, on Node.js and as a browser bundle.
import { errors, getTime, queryCoupon } from '@yaoquan/api'
import { defaultPolicy, evaluateBasket } from '@yaoquan/basket'
import { TopClient } from '@yaoquan/client'
import { decodeResponse, encodeResponse, signParameters } from '@yaoquan/protocol'
import { renderSample } from '@yaoquan/samples'

const coupon = {
  status: '0',
  sellerId: '111',
  couponId: '11',
  couponCode: '111aaa',
  channel: 'erp',
  description: '全场通用',
  billDate: '2018-11-11',
  startDate: '2018-11-11',
  endDate: '2018-11-11',
}
const page = { currentPage: 1, totalCount: 1, totalPage: 1, coupons: [coupon] }
const sent = []

const client = new TopClient({
  url: 'http://127.0.0.1/router/rest',
  appKey: '12345678',
  appSecret: 'helloworld',
  clock: () => Date.UTC(2016, 0, 1, 4),
  async fetch(_url, { body }) {
    sent.push(body)
    const answer = encodeResponse(queryCoupon, { result: { success: true, page } }, 'abcdefghijkl', 'json')
    return { status: 200, text: async () => answer }
  },
})

/** The example of the platform's own documentation. */
const documented = {
  app_key: '12345678',
  fields: 'num_iid,title,nick,price,num',
  format: 'json',
  method: 'taobao.item.seller.get',
  num_iid: '11223344',
  session: 'test',
  timestamp: '2016-01-01 12:00:00',
  v: '2.0',
}

const offer = {
  kind: 'off',
  amountFen: 1_000,
  thresholdFen: 10_000,
  layer: 2,
  isAlone: false,
  shops: [],
  channels: [],
  windows: [],
  who: {},
  scope: { include: {}, exclude: {} },
  returns: { split: 'keep', coupon: 'same_code' },
}
const lines = [3_333, 3_333, 3_334].map((amountFen, index) => ({
  lineNo: index + 1,
  categories: [],
  quantityMilli: 1_000,
  amountFen,
}))
const basket = { atMs: Date.UTC(2026, 10, 25), lines }
const { best } = evaluateBasket(basket, [{ code: '111aaa', state: { kind: 'unused' }, offer }], defaultPolicy)

const { coupons, requestId } = await client.queryCoupons({ channel: '渠道' })
const xml = '<time_get_response><time>2015-09-16 15:52:52</time><request_id>abc</request_id></time_get_response>'
const output = {
  couponCodes: coupons.map((coupon) => coupon.couponCode),
  requestId,
  sent,
  signatures: ['md5', 'hmac', 'hmac-sha256'].map(
    (method) => signParameters({ parameters: documented, secret: 'helloworld', method }).sign,
  ),
  time: decodeResponse(getTime, xml, 'xml'),
  sample: renderSample({ language: 'php', definition: queryCoupon }),
  paidFen: best.lines.map((line) => line.paidFen),
  errorCount: Object.keys(errors).length,
}
console.log(JSON.stringify(output))
