import { TopClient } from '@yaoquan/client'
import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { busySeller } from './two-sellers.ts'

const { appKey, appSecret } = busySeller
const phone = '18600009999'
const templates = 40
const claimsOfEach = 5
const lineCount = 500

/** Gives one member of the busy seller 200 coupons that can be used together on an order. */
export async function fillHugeMember(url: string): Promise<void> {
  const client = new TopClient({ url: `${url}/router/rest`, appKey, appSecret })
  for (let place = 0; place < templates; place += 1) {
    const { result } = await client.execute('yaoquan.template.save', {
      outRequestNo: `HT${place}`,
      template: {
        couponId: `h${place}`,
        couponName: `券${place}`,
        validFromDay: 0,
        validToDay: 29,
        kind: 'full_reduction',
        couponAmount: `${5 + (place % 9) * 4}`,
        orderAmount: `${40 + place * 3}`,
        category: `${10 + (place % 8)},${10 + ((place * 3) % 8)}`,
        perOrder: claimsOfEach,
      },
    })
    if (!result.success) throw new Error(`template ${place}: ${result.errorMessage}`)
    for (let claim = 0; claim < claimsOfEach; claim += 1) {
      await client.claimCoupons({ outRequestNo: `HC${place}-${claim}`, couponId: `h${place}`, phone })
    }
  }
}

/** A signed evaluation of 500 lines for that member, valid for ten minutes. */
export function hugeEvaluation(): string {
  const lines = Array.from({ length: lineCount }, (_, place) => ({
    line_no: place + 1,
    goods_id: `69${1_000 + ((place * 7) % 300)}`,
    category: `${10 + (place % 8)},${1_000 + place}`,
    quantity: `${1 + (place % 3)}`,
    amount: `${3 + ((place * 13) % 30)}.${10 + (place % 90)}`,
  }))
  const own = { method: 'yaoquan.basket.evaluate', phone, shop: '01', channel: 'erp', lines: JSON.stringify(lines) }
  const parameters = { app_key: appKey, timestamp: formatTimestamp(Date.now()), format: 'json', v: '2.0', ...own }
  return new URLSearchParams(signParameters({ parameters, secret: appSecret, method: 'md5' })).toString()
}
