import { type InputOf, type ResponseOf, uploadRedemption } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import {
  type JudgedCoupon,
  newestAheadMinutes,
  oldestUploadDays,
  type UploadedCoupon,
  uploadRedemption as upload,
} from '#domain/lifecycle/upload-redemption'
import { formatPrice } from '#domain/money'
import { amountOf, orderOfLines } from './basket-lines.ts'
import { InvalidInput, ifGiven, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { readMoment } from './read-times.ts'
import { notDoneResult, type PlainRefusal, resultOf } from './refused-result.ts'

type Input = InputOf<typeof uploadRedemption>
type Judged = ResponseOf<typeof uploadRedemption>['result']['redemptions'][number]

/** Stores an order that a till redeemed while it was offline, and judges its coupons. */
export function uploadRedemptionMethod(dependencies: LifecycleDependencies): Method<typeof uploadRedemption> {
  const { lifecycle, policies, randomBytes } = dependencies
  return {
    definition: uploadRedemption,
    async call(input, context) {
      const written = await upload({
        lifecycle,
        request: writeRequest(uploadRedemption.name, input, context),
        orderId: input.orderId,
        ...orderOfLines(input),
        atMs: readMoment('redeemed_at', input.redeemedAt),
        policy: await policies.findPolicy(context.sellerId),
        coupons: couponsOf(input),
        randomBytes,
      })
      if (written.kind !== 'done') return { result: { ...notDoneResult(written, input, refuse), redemptions: [] } }
      const { redeemedAtMs, redemptions } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      const judged = redemptions.map(shownVerdict)
      return { result: { alreadyDone, redeemedAt: momentText(redeemedAtMs), redemptions: judged, success: true } }
    },
  }
}

function refuse(): never {
  const rule = {
    zh: `应在过去 ${oldestUploadDays} 天内，且最多比服务器时间快 ${newestAheadMinutes} 分钟`,
    en: `must be within the last ${oldestUploadDays} days, and at most ${newestAheadMinutes} minutes ahead of the server`,
  }
  throw new InvalidInput('redeemed_at', rule)
}

function couponsOf({ coupons }: Input): readonly UploadedCoupon[] {
  const codes = new Set(coupons.map(({ couponCode }) => couponCode))
  if (codes.size < coupons.length)
    throw new InvalidInput('coupons', { zh: '同一券码只能出现一次', en: 'may have each code only once' })
  return coupons.map(({ couponCode, offAmount }, place) => {
    const tillOffFen = offAmount === undefined ? undefined : amountOf(`coupons[${place}].off_amount`, offAmount)
    return { couponCode, tillOffFen }
  })
}

function shownVerdict({ couponCode, redemptionId, verdict, offFen, refusal, usedShop }: JudgedCoupon): Judged {
  const judged = { couponCode, redemptionId, verdict, offAmount: ifGiven(offFen, formatPrice) }
  if (verdict === 'unknown_coupon') return { ...judged, ...reasonOf({ kind: 'coupon-not-found', couponCode }) }
  if (refusal === undefined) return judged
  if (verdict !== 'conflict' || refusal.kind !== 'not-usable' || refusal.reason.code !== 'USED_BY') {
    return { ...judged, ...reasonOf(refusal) }
  }
  const { orderId: usedOrderId, atMs } = refusal.reason
  return { ...judged, usedOrderId, usedShop, usedAt: ifGiven(atMs, momentText), ...reasonOf(refusal) }
}

function reasonOf(refusal: Parameters<typeof resultOf>[0]): Omit<PlainRefusal, 'success'> {
  const { errorCode, errorMessage, errorMessageEn } = resultOf(refusal)
  return { errorCode, errorMessage, errorMessageEn }
}
