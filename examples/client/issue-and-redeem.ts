import { BusinessError, TopClient } from '@yaoquan/client'
import { readSettings } from '../read-settings.ts'

/** A member's coupon from issue to redemption, as a till system calls it. See README.md for how to run it. */
const client = new TopClient(readSettings(process.env))
const phone = '13800001111'
// A real system stores this number before it calls, so that it can repeat the call with the same number after a crash.
const order = `SO-${Date.now()}`
const couponCode = `EX-${Date.now()}`

await issue()
await query()
await redeem()
await redeemForAnotherOrder()

async function issue(): Promise<void> {
  const { items } = await client.issueCoupons({
    outRequestNo: `ISSUE-${couponCode}`,
    coupons: [
      {
        couponCode,
        couponId: '10-off',
        couponName: '10元券',
        channel: 'erp',
        phone,
        couponAmount: '10',
        orderAmount: '59',
        startDate: dayText(0),
        endDate: dayText(29),
      },
    ],
  })
  for (const { outcome, field, rule } of items) console.log(`issued ${couponCode}: ${outcome}`, field ?? '', rule ?? '')
}

async function query(): Promise<void> {
  const { coupons, totalCount } = await client.queryCoupons({ phone, couponCode, pageSize: 10 })
  console.log(`found ${totalCount}: ${coupons.map(({ couponName, status }) => `${couponName}, status ${status}`)}`)
}

/** The second call repeats the first, as after a lost answer: the server redeems once and gives the first answer again. */
async function redeem(): Promise<void> {
  const request = {
    outRequestNo: `REDEEM-${order}`,
    couponCode,
    orderId: order,
    shop: '01',
    lines: [{ category: '1001', amount: '80.00' }],
  }
  const first = await client.redeemCoupon(request)
  console.log(`redeemed ${couponCode}: ${first.redemptionId}`)
  const repeated = await client.redeemCoupon(request)
  console.log(`repeated: same redemption ${repeated.redemptionId === first.redemptionId}`)
}

async function redeemForAnotherOrder(): Promise<void> {
  try {
    const lines = [{ category: '1001', amount: '80.00' }]
    await client.redeemCoupon({ outRequestNo: `REDEEM-${order}-2`, couponCode, orderId: `${order}-2`, lines })
  } catch (error) {
    // Other errors are calls that did not work: see the table of error classes in the client's README.
    if (!(error instanceof BusinessError)) throw error
    console.log(`refused: ${error.errorCode} ${error.errorMessage}`)
  }
}

/** @param days from today, 0 = today @returns `YYYY-MM-DD` in GMT+8, the zone of every date of the API */
function dayText(days: number): string {
  return new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
}
