// Type-checked from an empty folder: what a typed program may write, and what the compiler must refuse.
import { queryCoupon, type RequestOf, type ResponseOf } from '@yaoquan/api'
import { type Basket, checkBasket, type Fault } from '@yaoquan/basket'
import { type Coupon, type CouponPage, TopClient } from '@yaoquan/client'
import { type SignMethod, signParameters } from '@yaoquan/protocol'

const signMethod: SignMethod = 'hmac-sha256'
const options = { url: 'http://127.0.0.1/router/rest', appKey: 'k', appSecret: 's', signMethod }
const client = new TopClient(options)

export const request: RequestOf<typeof queryCoupon> = { query: { pageSize: 10, pageNum: 1, phone: '18600000000' } }

export async function codesOf(channel: string): Promise<readonly string[]> {
  const page: CouponPage = await client.queryCoupons({ channel })
  const codes = page.coupons.map((coupon: Coupon): string => coupon.couponCode ?? '')
  for await (const coupon of client.allCoupons({ channel })) codes.push(coupon.couponCode ?? '')
  return codes
}

export async function totalOf(): Promise<number> {
  const answer: ResponseOf<typeof queryCoupon> = await client.execute(queryCoupon.name, request)
  return answer.result.page.totalCount
}

export const form: Record<string, string> = signParameters({ parameters: { v: '2.0' }, secret: 's', method: 'md5' })

const basket: Basket = { atMs: 0, lines: [{ lineNo: 1, categories: [], quantityMilli: 1_000, amountFen: 100 }] }
export const fault: Fault | undefined = checkBasket(basket)

export async function mistakes(): Promise<void> {
  // @ts-expect-error there is no such filter
  await client.queryCoupons({ chanel: 'erp' })
  // @ts-expect-error a phone is text: leading zeros count
  await client.queryCoupons({ phone: 18600000000 })
  // @ts-expect-error there is no such method
  await client.execute('alibaba.alihealth.nr.crm.coupon.querycoupons', request)
  // @ts-expect-error there is no such digest
  signParameters({ parameters: {}, secret: 's', method: 'sha1' })
  const page = await client.queryCoupons()
  // @ts-expect-error there is no such member of a coupon
  page.coupons[0]?.cuponCode
  // @ts-expect-error a line has its amount in fen
  checkBasket({ lines: [{ lineNo: 1, categories: [], quantityMilli: 1_000, amount: '1.00' }] })
  // @ts-expect-error a client needs its secret
  new TopClient({ url: 'http://127.0.0.1', appKey: 'k' })
}
