import type { DateText } from '#domain/dates'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { type ReturnRefusal, returnGoods } from './return-goods.ts'

type ReturnAnswer = Readonly<{
  couponCode: string
  endDate: DateText | undefined
  /** That redemption was returned before. */
  isUnchanged: boolean
}>

/**
 * Undoes a redemption, by the terms under which the coupon was issued: a return without lines that the coupon's policy must allow. A
 * second one changes nothing.
 */
export async function returnCoupon(
  input: WriteCall & Readonly<{ redemptionId: string; reason: string }>,
): Promise<Written<ReturnAnswer, ReturnRefusal>> {
  const { lifecycle, request, redemptionId, reason } = input
  const written = await runAct(returnGoods, {
    lifecycle,
    request,
    order: { redemptionId },
    lines: undefined,
    giftsBack: [],
    reason,
    needsCoupon: true,
  })
  if (written.kind !== 'done') return written
  const { coupons, isUnchanged } = written.answer
  const own = coupons.find((coupon) => coupon.redemptionId === redemptionId)
  if (own === undefined) throw new TypeError('a redemption came back without its coupon')
  const { couponCode, endDate } = own
  return { ...written, answer: { couponCode, endDate, isUnchanged } }
}
