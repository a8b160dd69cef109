import { BusinessError, ConnectionError, TimeoutError, TopClient } from '@yaoquan/client'
import { readSettings } from '../read-settings.ts'

/** One sale at a till: which coupons the basket may use, the redemption, and goods that come back. See README.md. */
const client = new TopClient({ ...readSettings(process.env), timeoutMs: 3_000, retries: 1 })
const [phone = '18612255668', orderId = `SO-${Date.now()}`] = process.argv.slice(2)
const lines = [
  { lineNo: 1, category: '1001', quantity: '2', amount: '160.00' },
  { lineNo: 2, category: '1002', quantity: '1', amount: '70.00' },
]

const paid = await sell()
if (paid) await takeBack()

/** @returns whether coupons were redeemed; otherwise the customer pays the full price */
async function sell(): Promise<boolean> {
  try {
    // A run before this one may have redeemed, also where its answer was lost.
    const { redemptions: earlier } = await client.listRedemptions({ orderId, returned: false })
    if (earlier.length > 0) return redeemed(earlier)
    const { best, quoteId } = await client.evaluateBasket({ phone, lines })
    if (best === undefined || best.couponCodes.length === 0) return fullPrice('no coupon fits')
    console.log(`${best.couponCodes.join(', ')}: ${best.offAmount} off, to pay ${best.payAmount}`)
    // The quote keeps what the customer was told. The number comes from the order, so that an order is redeemed once.
    const { redemptions } = await client.redeemCoupon({ outRequestNo: `SALE-${orderId}`, orderId, quoteId })
    return redeemed(redemptions)
  } catch (error) {
    // The CRM may have redeemed: run again for the same order, which tells.
    if (error instanceof ConnectionError || error instanceof TimeoutError) return fullPrice('the CRM does not answer')
    if (error instanceof BusinessError) return fullPrice(`${error.errorCode} ${error.errorMessage}`)
    throw error
  }
}

/** One unit of line 1 comes back: first what that refunds, then the return itself. */
async function takeBack(): Promise<void> {
  const request = { orderId, lines: [{ lineNo: 1, quantity: '1' }], reason: '顾客退货' }
  const { refundAmount } = await client.returnRedemption({ ...request, dryRun: true })
  console.log(`would refund ${refundAmount}`)
  const done = await client.returnRedemption({ ...request, outRequestNo: `BACK-${orderId}-1` })
  console.log(`refunded ${done.refundAmount}`)
}

function redeemed(redemptions: readonly Readonly<{ couponCode: string }>[]): true {
  console.log(`redeemed ${redemptions.map(({ couponCode }) => couponCode).join(', ')}`)
  return true
}

function fullPrice(reason: string): false {
  console.log(`full price: ${reason}`)
  return false
}
