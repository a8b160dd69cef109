import type { DateText } from '#domain/dates'
import { defaultReturnPolicy, type ReturnPolicy } from '#domain/templates/template'
import type { LifecycleWriter, StoredRedemption, Worked, WriteCall, Written } from './lifecycle-store.ts'
import type { RedemptionRefusal } from './refusal.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { giveBack } from './transitions.ts'

type ReturnAnswer = Readonly<{
  couponCode: string
  endDate: DateText | undefined
  /** That redemption was returned before. */
  isUnchanged: boolean
}>

/** Undoes a redemption, by the terms under which the coupon was issued. A second return changes nothing. */
export function returnCoupon(
  asked: WriteCall & Readonly<{ redemptionId: string; reason: string }>,
): Promise<Written<ReturnAnswer, RedemptionRefusal>> {
  const { lifecycle, request, redemptionId, reason } = asked
  return lifecycle.writeOnce<ReturnAnswer, RedemptionRefusal>(request, async (writer) => {
    const redemption = await writer.findRedemption(redemptionId)
    if (redemption === undefined) return { kind: 'refused', refusal: { kind: 'redemption-not-found' } }
    const coupon = await writer.findCouponBySeq(redemption.couponSeq)
    if (redemption.returned !== undefined) return { kind: 'done', answer: answerOf(coupon, true) }
    const policy = await policyOf(coupon, writer)
    const step = giveBack(coupon, { redemptionId, policy, nowMs: request.nowMs })
    if (step.kind === 'return-not-allowed') return { kind: 'refused', refusal: step }
    if (step.kind === 'unchanged') return alreadyReturned(await writer.findRedemption(redemptionId), coupon)
    await writer.changeCoupons([
      { kind: 'returned', from: coupon, to: step.coupon, reason, amounts: redemption.amounts },
    ])
    await writer.markReturned(redemptionId, reason)
    return { kind: 'done', answer: answerOf(step.coupon, false) }
  })
}

/** Reads see what others commit meanwhile, so it may have been returned after it was looked up. */
function alreadyReturned(
  redemption: StoredRedemption | undefined,
  coupon: StoredCoupon,
): Worked<ReturnAnswer, RedemptionRefusal> {
  // An earlier one, which a till reported late, took its place.
  if (redemption === undefined) return { kind: 'refused', refusal: { kind: 'redemption-not-found' } }
  if (redemption.returned === undefined)
    throw new TypeError('a redemption that was not returned does not use its coupon')
  return { kind: 'done', answer: answerOf(coupon, true) }
}

function answerOf({ terms }: StoredCoupon, isUnchanged: boolean): ReturnAnswer {
  return { couponCode: terms.couponCode, endDate: terms.endDate, isUnchanged }
}

/** The policy under which the coupon was issued. */
export async function policyOf(
  { terms, templateVersion }: StoredCoupon,
  writer: Pick<LifecycleWriter, 'findTemplateTerms'>,
): Promise<ReturnPolicy> {
  if (terms.couponId === undefined || templateVersion === undefined) return defaultReturnPolicy
  return (await writer.findTemplateTerms(terms.couponId, templateVersion)).returnPolicy
}
