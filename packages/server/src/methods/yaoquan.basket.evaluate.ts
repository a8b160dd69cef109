import { businessErrors, evaluateBasket, type InputOf, type ResponseOf } from '@yaoquan/api'
import { type Combination, type Reason, reasonText, type Verdict } from '@yaoquan/basket'
import { momentText } from '#domain/dates'
import { type BasketAnswer, type BasketQuestion, evaluateBasketOf } from '#domain/evaluation/evaluate-basket'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { formatPrice } from '#domain/money'
import { basketLinesOf, toLineShare } from './basket-lines.ts'
import { memberRefusal } from './member-result.ts'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { refuseUnknownShop } from './must-know-shop.ts'
import { withNumberInUse } from './named-by-id.ts'
import { readMoment } from './read-times.ts'
import type { RefusedResult } from './refused-result.ts'

type Input = InputOf<typeof evaluateBasket>
type Result = ResponseOf<typeof evaluateBasket>['result']

/** Which coupons fit a basket, and the combination that saves most. */
export function evaluateBasketMethod(dependencies: LifecycleDependencies): Method<typeof evaluateBasket> {
  return {
    definition: evaluateBasket,
    async call(input, context) {
      const { sellerId, appKey, nowMs } = context
      const number = await withNumberInUse({ members: dependencies.members, sellerId }, input)
      if (number.kind === 'refused') return refusedBasket(memberRefusal(number.refusal))
      const unknown = await refuseUnknownShop(dependencies, input.shop, context)
      if (unknown !== undefined) return refusedBasket(unknown)
      const question = questionOf({ ...input, ...number.named }, nowMs)
      return { result: toResult(await evaluateBasketOf(dependencies, { ...question, sellerId, caller: appKey })) }
    },
  }
}

function refusedBasket(refused: RefusedResult | NonNullable<Awaited<ReturnType<typeof refuseUnknownShop>>>) {
  return { result: { ...refused, coupons: [], others: [] } }
}

function questionOf(input: Input, nowMs: number): Omit<BasketQuestion, 'sellerId' | 'caller'> {
  const { orderId, shop, channel, memberLevel, lines } = input
  const candidates = candidatesOf(input)
  const atMs = input.at === undefined ? nowMs : readMoment('at', input.at)
  return { orderId, candidates, shop, channel, memberLevel, atMs, nowMs, lines: basketLinesOf(lines) }
}

function candidatesOf({ phone, cardNo, couponCodes }: Input): BasketQuestion['candidates'] {
  const namesMember = phone !== undefined || cardNo !== undefined
  if (couponCodes === undefined && namesMember) return { kind: 'member', phone, cardNo }
  if (couponCodes !== undefined && !namesMember) return { kind: 'codes', couponCodes }
  throw new InvalidInput('coupon_codes', {
    zh: '与 member_id、phone、card_no 应传其一',
    en: 'is sent or one of member_id, phone, card_no, not both',
  })
}

function toResult(evaluated: BasketAnswer): Result {
  const { coupons, answer, unknownCodes, hasMore, mustHaveBoth, quoteId, validUntilMs } = evaluated
  const verdicts = coupons.flatMap((coupon, place) => {
    const verdict = answer.verdicts[place]
    return verdict === undefined ? [] : [toVerdict(coupon, verdict)]
  })
  return {
    coupons: [...verdicts, ...unknownCodes.map(unknownCoupon)],
    moreCoupons: hasMore ? true : undefined,
    phoneCardMismatch: mustHaveBoth ? true : undefined,
    best: toCombination(answer.best),
    others: answer.others.map(toCombination),
    quoteId,
    validUntil: momentText(validUntilMs),
    success: true,
  }
}

type ShownVerdict = Result['coupons'][number]

function toVerdict({ terms: { couponId, couponName } }: StoredCoupon, verdict: Verdict): ShownVerdict {
  const { couponCode, usable, reasons, offFen, missingFen } = verdict
  const [reason] = reasons
  return {
    couponCode,
    couponId,
    couponName,
    usable,
    ...(reason && shownReason(reason)),
    missingAmount: missingFen > 0 ? formatPrice(missingFen) : undefined,
    offAmount: formatPrice(offFen),
  }
}

function shownReason(reason: Reason) {
  return { reasonCode: reason.code, reason: reasonText(reason, 'zh'), reasonEn: reasonText(reason, 'en') }
}

function unknownCoupon(couponCode: string): ShownVerdict {
  const { zh: reason, en: reasonEn } = businessErrors.couponNotFound.message
  const notFound = { reasonCode: 'NOT_FOUND', reason, reasonEn }
  return { couponCode, usable: false, ...notFound, offAmount: formatPrice(0) }
}

function toCombination(found: Combination): Result['others'][number] {
  return {
    couponCodes: found.codes,
    offAmount: formatPrice(found.offFen),
    payAmount: formatPrice(found.payFen),
    exact: found.exact,
    bestPossibleOff: formatPrice(found.bestPossibleFen),
    lines: found.lines.map(toLineShare),
  }
}
