import { type BusinessErrorName, businessErrors, type refusalFacts, type ValuesOf } from '@yaoquan/api'
import { reasonText } from '@yaoquan/basket'
import { momentText } from '#domain/dates'
import type { ExtendRefusal } from '#domain/lifecycle/extend-coupons'
import type { Written } from '#domain/lifecycle/lifecycle-store'
import type { ReturnPlanRefusal } from '#domain/lifecycle/plan-return'
import type { CouponRefusal, RedemptionRefusal } from '#domain/lifecycle/refusal'
import type { SplitMismatch } from '#domain/lifecycle/till-split'
import { formatPrice } from '#domain/money'
import type { CodeRefusal, SaveRefusal } from '#domain/templates/template-store'
import { quantityText } from './basket-lines.ts'
import { ReusedSign } from './method.ts'
import { reasonErrors, refusalErrors } from './reason-errors.ts'

/** The common members of a refused result, and those that name the winner or what is missing. */
export type RefusedResult = RefusalFacts &
  Readonly<{ errorCode: string; errorMessage: string; couponCode?: string; success: false }>

type PlainRefusal = Readonly<{ errorCode: string; errorMessage: string; success: false }>

type RefusalFacts = ValuesOf<typeof refusalFacts>

export type AnyRefusal =
  | CodeRefusal
  | CouponRefusal
  | ExtendRefusal
  | RedemptionRefusal
  | ReturnPlanRefusal
  | SaveRefusal
  | SplitMismatch

type NotDone<Refusal> = Exclude<Written<never, Refusal>, Readonly<{ kind: 'done' }>>
type Numbered = Readonly<{ outRequestNo: string }>

/**
 * The answer of a method whose write was refused: the row of the refusal, with its text filled in.
 * @throws ReusedSign when the signature was received with another call
 */
export function refusedResult(written: NotDone<AnyRefusal>, input: Numbered): RefusedResult {
  return notDoneResult(written, input, (refusal) => {
    const coupon = 'couponCode' in refusal && refusal.couponCode !== undefined ? { couponCode: refusal.couponCode } : {}
    return { ...resultOf(refusal), ...coupon }
  })
}

/**
 * The answer of a method whose write was not done.
 * @param refused the answer to a refusal
 * @throws ReusedSign when the signature was received with another call
 */
export function notDoneResult<Refusal, Result>(
  written: NotDone<Refusal>,
  { outRequestNo }: Numbered,
  refused: (refusal: Refusal) => Result,
): Result | PlainRefusal {
  if (written.kind === 'conflict') return errorResult('idempotentConflict', { outRequestNo })
  if (written.kind === 'sign-reused') throw new ReusedSign()
  return refused(written.refusal)
}

export function errorResult(name: BusinessErrorName, values: object = {}): PlainRefusal {
  const { code, message } = businessErrors[name]
  const errorMessage = message.zh.replace(/\{(\w+)\}/g, (_whole, value: string) =>
    String(Reflect.get(values, value) ?? ''),
  )
  return { errorCode: code, errorMessage, success: false }
}

/** The beginning of an answer about several items. @param failed how many of them were refused */
export function outcomeOfItems(failed: number): PlainRefusal | Readonly<{ success: true }> {
  return failed === 0 ? { success: true } : errorResult('partlyFailed', { failed })
}

/** The row with its text filled in from the facts, or from other values, and the facts as members of their own. */
function resultWith(name: BusinessErrorName, facts: RefusalFacts, values: object = facts): RefusedResult {
  return { ...errorResult(name, values), ...facts }
}

/** The row of a refusal with its text filled in. */
export function resultOf(refusal: AnyRefusal): RefusedResult {
  switch (refusal.kind) {
    case 'already-used': {
      const { orderId, atMs } = refusal
      if (orderId === undefined || atMs === undefined) return errorResult('couponUsedBefore')
      return resultWith('couponAlreadyUsed', { orderId, time: momentText(atMs) })
    }
    case 'held':
      return resultWith('couponHeld', { orderId: refusal.orderId, time: momentText(refusal.untilMs) })
    case 'expired':
      return resultWith('couponExpired', { date: refusal.endDate }, { endDate: refusal.endDate })
    case 'not-started':
      return resultWith('couponNotStarted', { date: refusal.startDate }, { startDate: refusal.startDate })
    case 'shop-not-allowed':
      return resultWith('shopNotAllowed', { shops: refusal.shop }, { shop: refusal.shop })
    case 'category-not-allowed':
      return resultWith('categoryNotAllowed', { categories: refusal.category }, { category: refusal.category })
    case 'amount-too-low': {
      const missing = formatPrice(refusal.missingFen)
      return resultWith('orderAmountTooLow', { missingAmount: missing }, { missing })
    }
    case 'not-stackable': {
      const { couponCode, besideCode, orderId } = refusal
      return resultWith('notStackable', { orderId, besideCode }, { couponCode: besideCode ?? couponCode })
    }
    case 'order-covered': {
      const covered = formatPrice(refusal.coveredFen)
      return resultWith('orderCovered', { orderId: refusal.orderId, coveredAmount: covered }, { covered })
    }
    case 'not-fitting':
      return notFittingResult(refusal)
    case 'redeemed-too-early':
      return resultWith('redeemedTooEarly', { time: momentText(refusal.fromMs) })
    case 'end-date-passed':
      return errorResult('endDatePassed', { today: refusal.today })
    case 'split-mismatch': {
      const { couponCode, lineNo } = refusal
      const what =
        couponCode === undefined ? `第 ${lineNo} 行的分摊超过该行自付金额` : `券 ${couponCode} 各行分摊之和不等于其抵扣`
      return errorResult('splitMismatch', { what })
    }
    case 'redeemed-by-versions': {
      const { orderId } = refusal
      const rule = `订单 ${orderId} 的优惠券由 order.sync 核销，不能按行退，请由ERP用 order.sync 发送退货后的订单`
      return resultWith('redeemedByOrderSync', { orderId, field: 'lines', rule })
    }
    case 'line-not-sold':
      return resultWith('lineNotSold', { lineNo: refusal.lineNo })
    case 'more-than-left': {
      const [askedQuantity, leftQuantity] = [refusal.askedMilli, refusal.leftMilli].map(quantityText)
      return resultWith('returnExceedsLeft', { lineNo: refusal.lineNo, askedQuantity, leftQuantity })
    }
    case 'gift-not-sold':
      return resultWith('giftNotSold', { giftCode: refusal.giftCode })
    case 'template-not-published': {
      const { publishAt } = refusal
      return publishAt === undefined
        ? errorResult('templateIsDraft')
        : resultWith('templateNotPublished', { time: publishAt })
    }
    case 'unknown-shop-group': {
      const facts = { field: 'shop', rule: `门店组 @${refusal.name} 不存在，请先用 yaoquan shop-group set 设置` }
      return resultWith('invalidTemplate', facts)
    }
    case 'claim-not-open': {
      const { from, to } = refusal
      return resultWith('claimNotOpen', { claimFrom: from, claimTo: to }, { from: from ?? '即日', to: to ?? '长期' })
    }
    case 'stock-exhausted':
      return resultWith('stockExhausted', { left: refusal.left })
    case 'member-limit-reached':
      return resultWith('memberLimitReached', { left: refusal.left })
    default:
      return errorResult(refusalErrors[refusal.kind])
  }
}

/** The error of a reason with its own text and numbers. */
function notFittingResult({ reason, orderId }: Extract<AnyRefusal, { kind: 'not-fitting' }>): RefusedResult {
  const result = { ...errorResult(reasonErrors[reason.code]), errorMessage: reasonText(reason, 'zh') }
  switch (reason.code) {
    case 'GROUP':
      return { ...result, orderId, besideCode: reason.besideCode }
    case 'SHORT':
      return { ...result, missingAmount: formatPrice(reason.missingFen) }
    default:
      return { ...result, orderId }
  }
}
