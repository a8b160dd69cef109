import type { CouponRefusal } from './refusal.ts'

/** A coupon that is redeemed on an order, or is about to be. */
export type CouponOnOrder = Readonly<{
  couponCode: string
  /** The reduction; 0 if the coupon has no amount. */
  faceFen: number
  isStackable: boolean
}>

type CouponsTogether = Readonly<{
  orderId: string
  /** The order's amount; undefined if the till does not give it. */
  amountFen: number | undefined
  /** Redeemed on the order by other calls, and not returned. */
  earlier: readonly CouponOnOrder[]
  /** Those of this call, in its order. */
  coupons: readonly CouponOnOrder[]
}>

/**
 * Whether coupons may be redeemed on one order: a coupon that is not stackable only alone, and none once the reductions of those before it
 * cover the order.
 */
export function checkTogether(asked: CouponsTogether): CouponRefusal | undefined {
  return checkStackable(asked) ?? checkCovered(asked)
}

function checkStackable({ orderId, earlier, coupons }: CouponsTogether): CouponRefusal | undefined {
  const isAlone = coupons.length + earlier.length <= 1
  const own = isAlone ? undefined : coupons.find(({ isStackable }) => !isStackable)
  if (own !== undefined) return { kind: 'not-stackable', couponCode: own.couponCode, besideCode: undefined, orderId }
  const [first] = coupons
  const beside = earlier.find(({ isStackable }) => !isStackable)
  if (first === undefined || beside === undefined) return undefined
  return { kind: 'not-stackable', couponCode: first.couponCode, besideCode: beside.couponCode, orderId }
}

function checkCovered({ orderId, amountFen, earlier, coupons }: CouponsTogether): CouponRefusal | undefined {
  if (amountFen === undefined) return undefined
  let coveredFen = earlier.reduce((sum, { faceFen }) => sum + faceFen, 0)
  for (const { couponCode, faceFen } of coupons) {
    if (coveredFen > 0 && coveredFen >= amountFen) return { kind: 'order-covered', couponCode, orderId, coveredFen }
    coveredFen += faceFen
  }
  return undefined
}
