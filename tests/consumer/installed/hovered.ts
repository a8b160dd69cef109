import { TopClient } from '@yaoquan/client'

const client = new TopClient({ url: 'http://127.0.0.1/router/rest', appKey: 'k', appSecret: 's' })

export async function shown(): Promise<void> {
  const { result } = await client.execute('yaoquan.coupon.get', { couponCode: '111aaa' })
  console.log(result.coupon?.status)
  await client.execute('yaoquan.coupon.claim', { outRequestNo: 'C-1', couponId: '11', phone: '18612255668' })
}

export async function mistakes(): Promise<void> {
  await client.execute('yaoquan.coupon.get', { cuponCode: '111aaa' })
  await client.getCoupon({ couponCode: 111 })
}
