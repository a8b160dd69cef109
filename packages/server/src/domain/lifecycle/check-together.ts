import type { CouponUse, LifecycleWriter } from './lifecycle-store.ts'
import { templatesOf } from './price-uses.ts'
import type { CouponRefusal } from './refusal.ts'

/** A coupon that is redeemed on an order, or is about to be. */
export type CouponOnOrder = Readonly<{
  couponCode: string
  /** The reduction; 0 if the coupon has no amount. */
  faceFen: number
  isStackable: boolean
}>

type Together<Coupon> = Readonly<{
  orderId: string
  /** The order's amount; undefined if the till does not give it. */
  amountFen: number | undefined
  /** Redeemed on the order by other calls, and not returned. */
  earlier: readonly Coupon[]
  /** Those of this call, in its order. */
  coupons: readonly Coupon[]
}>

/** Whether coupons may be used on an order beside those that are on it already. */
export async function checkBeside(
  writer: Pick<LifecycleWriter, 'findTemplateTerms'>,
  { earlier, coupons, ...order }: Together<CouponUse>,
): Promise<CouponRefusal | undefined> {
  const templates = await templatesOf(writer, [...earlier, ...coupons])
  // Coupons that were issued elsewhere have no template and may be used beside others.
  const onOrder = (use: CouponUse): CouponOnOrder => {
    const { couponCode, couponAmountFen: faceFen = 0 } = use
    return { couponCode, faceFen, isStackable: templates(use)?.isStackable ?? true }
  }
  return checkTogether({ ...order, earlier: earlier.map(onOrder), coupons: coupons.map(onOrder) })
}

/**
 * Whether coupons may be redeemed on one order: a coupon that is not stackable only alone, and none once the reductions of those before it
 * cover the order.
 */
export function checkTogether(asked: Together<CouponOnOrder>): CouponRefusal | undefined {
  return checkStackable(asked) ?? checkCovered(asked)
}

function checkStackable({ orderId, earlier, coupons }: Together<CouponOnOrder>): CouponRefusal | undefined {
  const isAlone = coupons.length + earlier.length <= 1
  const own = isAlone ? undefined : coupons.find(({ isStackable }) => !isStackable)
  if (own !== undefined) return { kind: 'not-stackable', couponCode: own.couponCode, besideCode: undefined, orderId }
  const [first] = coupons
  const beside = earlier.find(({ isStackable }) => !isStackable)
  if (first === undefined || beside === undefined) return undefined
  return { kind: 'not-stackable', couponCode: first.couponCode, besideCode: beside.couponCode, orderId }
}

function checkCovered({ orderId, amountFen, earlier, coupons }: Together<CouponOnOrder>): CouponRefusal | undefined {
  if (amountFen === undefined) return undefined
  let coveredFen = earlier.reduce((sum, { faceFen }) => sum + faceFen, 0)
  for (const { couponCode, faceFen } of coupons) {
    if (coveredFen > 0 && coveredFen >= amountFen) return { kind: 'order-covered', couponCode, orderId, coveredFen }
    coveredFen += faceFen
  }
  return undefined
}
