import { evaluateBasket, redeemCoupon } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { expect, test } from 'vitest'
import { basketExample } from '../../packages/server/src/site/documentation/guides/signature-example.ts'
import { startTestServer, testApp, testNowMs } from '../harness/test-server.ts'

test('the samples of the guide on baskets: an evaluation gives the quote by which the sale is redeemed', async () => {
  const till = await startTestServer()
  try {
    const client = new TopClient({ url: `${till.url}/router/rest`, ...testApp, clock: () => testNowMs })
    const { evaluate, redeem } = basketExample
    const [couponCode = ''] = redeem.couponCodes
    const { phone } = evaluate
    const coupon = { couponCode, couponName: '满200减50', phone, couponAmount: '50', orderAmount: '200' }
    await client.issueCoupons({ outRequestNo: 'BASKET', coupons: [coupon] })
    const { result: answer } = await client.execute(evaluateBasket, evaluate)
    expect(answer.best).toMatchObject({ couponCodes: [couponCode], offAmount: '50.00', payAmount: '180.00' })
    const { result } = await client.execute(redeemCoupon, { ...redeem, quoteId: answer.quoteId })
    expect(result).toMatchObject({ success: true, offAmount: '50.00', payAmount: '180.00' })
  } finally {
    await till.close()
  }
})
