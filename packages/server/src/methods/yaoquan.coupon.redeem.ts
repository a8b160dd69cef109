import { type InputOf, type ResponseOf, redeemCoupon } from '@yaoquan/api'
import { momentText, parseMoment } from '#domain/dates'
import type { Order } from '#domain/lifecycle/check-order'
import { type RedeemAnswer, redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { parseYuan } from '#domain/money'
import { InvalidInput, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

type Input = InputOf<typeof redeemCoupon>
type Result = ResponseOf<typeof redeemCoupon>['result']
/** Uses one coupon, or several of one order, exactly once. */
export function redeemCouponMethod({ lifecycle, randomBytes }: LifecycleDependencies): Method<typeof redeemCoupon> {
  return {
    definition: redeemCoupon,
    async call(input, context) {
      const written = await redeemCoupons({
        lifecycle,
        request: writeRequest(redeemCoupon.name, input, context),
        couponCodes: codesOf(input),
        orderId: input.orderId,
        order: orderOf(input),
        redeemedAtMs: input.redeemedAt === undefined ? undefined : momentOf(input.redeemedAt),
        randomBytes,
      })
      if (written.kind !== 'done') return { result: { ...refusedResult(written, input), redemptions: [] } }
      return { result: { ...toResult(written.answer), alreadyDone: written.isAlreadyDone ? true : undefined } }
    },
  }
}

function codesOf({ couponCode, couponCodes }: Input): readonly string[] {
  if (couponCode !== undefined && couponCodes === undefined) return [couponCode]
  if (couponCode !== undefined || couponCodes === undefined) {
    throw new InvalidInput('coupon_code', '与 coupon_codes 应传其一')
  }
  return [...new Set(couponCodes)]
}

function orderOf({ shop, orderAmount, lines = [] }: Input): Order {
  return {
    shop,
    amountFen: orderAmount === undefined ? undefined : amountOf('order_amount', orderAmount),
    lines: lines.map(({ category, amount }, place) => ({
      category,
      amountFen: amountOf(`lines[${place}].amount`, amount),
    })),
  }
}

function amountOf(field: string, text: string): number {
  const fen = parseYuan(text)
  if (fen === undefined) throw new InvalidInput(field, '应为0到1000000000元的金额，最多两位小数')
  return fen
}

function momentOf(text: string): number {
  const moment = parseMoment(text)
  if (moment === undefined) throw new InvalidInput('redeemed_at', '应为 yyyy-MM-dd HH:mm:ss 格式的时间（GMT+8）')
  return moment
}

function toResult({ redeemedAtMs, redemptions }: RedeemAnswer): Result {
  const only = redemptions.length === 1 ? redemptions[0] : undefined
  return { redemptionId: only?.redemptionId, redeemedAt: momentText(redeemedAtMs), redemptions, success: true }
}
