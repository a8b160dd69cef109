import { signParameters } from '@yaoquan/protocol'
import { querycoupon } from './signed-call.ts'
import { type Administration, testApp } from './test-server.ts'

const phone = '13911111111'

/** Stores 200 coupons of one phone, whose texts are long. */
export async function importLongCoupons({ importCoupons }: Administration): Promise<void> {
  const rows = Array.from({ length: 200 }, (_, n) => ({
    couponCode: `c${n}`,
    phone,
    endDate: '2099-12-31',
    couponName: '券'.repeat(60),
    description: '长'.repeat(500),
  }))
  await importCoupons({ sellerId: '111', rows })
}

/** The bytes of a batch that is answered with some 20 MB: 50 pages of those coupons. It is signed now. */
export function longBatch(): string {
  const query = new URLSearchParams({
    method: querycoupon,
    query_d_t_o: `{"phone":"${phone}","page_size":200,"page_num":1}`,
  })
  const body = Array.from({ length: 50 }, () => `${query}`).join('\r\n-S-\r\n')
  const parameters = { app_key: testApp.appKey, timestamp: `${Date.now()}`, v: '2.0', format: 'json' }
  const signed = signParameters({ parameters, secret: testApp.appSecret, method: 'hmac-sha256', body })
  const head = `POST /router/batch?${new URLSearchParams(signed)} HTTP/1.1\r\nhost: a\r\n`
  return `${head}content-type: text/plain;charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
