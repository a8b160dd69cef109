import { computeReport } from './compute-report.ts'
import { lifecycleClient } from './lifecycle-client.ts'
import { couponsOf, syncOrder } from './order-calls.ts'
import type { TestServer } from './test-server.ts'

export const yesterday = '2026-11-23'

const sold = [
  { couponCode: 'YESTERDAY1', couponName: '20元券', couponAmount: '20', bearer: '药厂' },
  { couponCode: 'YESTERDAY2', couponName: '12元券', couponAmount: '12', bearer: '连锁' },
] as const

/**
 * Sales of the day before the tests' day, and its report with three findings: ¥20 of one bearer and ¥12 of another. The coupons are imported, since
 * none can be claimed in the past; so the report is given the bearers that their templates would have.
 */
export async function sellYesterday(server: TestServer): Promise<void> {
  const rows = sold.map(({ bearer: _, ...coupon }) => ({ ...coupon, billDate: '2026-11-01', endDate: '2026-12-31' }))
  await server.administration.importCoupons({ sellerId: '111', rows })
  const { call } = lifecycleClient(server)
  for (const [place, { couponCode }] of sold.entries()) {
    const orderId = `SO-YESTERDAY-${place + 1}`
    const redeemedAt = `${yesterday} 10:00:0${place}`
    const sale = { outRequestNo: orderId, couponCode, orderId, shop: '01', orderAmount: '99', redeemedAt }
    const { success } = await call('yaoquan.coupon.redeem', sale)
    if (success !== true) throw new Error(`${couponCode} was not redeemed`)
  }
  const order = { order_id: 'SO-YESTERDAY-3', coupons: couponsOf('gone'), create_time: `${yesterday} 09:00:00` }
  await syncOrder(server.url, order)
  await computeReport(server, yesterday, (report) => {
    const { byTemplate } = report.cost
    const bearerOf = new Map<string | undefined, string>(sold.map(({ couponName, bearer }) => [couponName, bearer]))
    const byBearer = byTemplate.map((line) => ({ ...line, key: bearerOf.get(line.key), name: undefined }))
    return { ...report, cost: { ...report.cost, byBearer } }
  })
}
