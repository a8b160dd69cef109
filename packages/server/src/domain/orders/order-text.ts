import type { CouponOfOrder } from './shop-order.ts'

type OrderSummary = Readonly<{
  orderId: string
  status: string | undefined
  paidFen: number
  coupons: readonly Pick<CouponOfOrder, 'couponCode' | 'outcome'>[]
}>

/** The text of an order in events: JSON with the names of the wire, without anything that identifies a member. */
export function orderText({ orderId, status, paidFen, coupons }: OrderSummary): string {
  return JSON.stringify({
    order_id: orderId,
    order_status: status,
    actual_total_fee: paidFen,
    coupons: coupons.map(({ couponCode, outcome }) => ({ coupon_code: couponCode, outcome })),
  })
}
