import { type BusinessErrorName, businessErrors, type refusalFacts, type ValuesOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { SignReused } from '#domain/lifecycle/lifecycle-store'
import type { CouponRefusal, RedemptionRefusal } from '#domain/lifecycle/refusal'
import { formatPrice } from '#domain/money'
import type { TemplateRefusal } from '#domain/templates/template-refusal'
import { ReusedSign } from './call-faults.ts'

/** The common members of a refused result, and those that name the winner or what is missing. */
export type RefusedResult = RefusalFacts &
  Readonly<{
    errorCode: string
    errorMessage: string
    couponCode?: string
    success: false
  }>

type RefusalFacts = ValuesOf<typeof refusalFacts>

export type AnyRefusal = CouponRefusal | RedemptionRefusal | TemplateRefusal

type NotDone = Readonly<{ kind: 'conflict' }> | Readonly<{ kind: 'refused'; refusal: AnyRefusal }> | SignReused

/**
 * The answer of a method whose write was refused: the row of the refusal, with its text filled in.
 * @throws ReusedSign when the signature was received with another call
 */
export function refusedResult(written: NotDone, { outRequestNo }: Readonly<{ outRequestNo: string }>): RefusedResult {
  if (written.kind === 'conflict') return errorResult('idempotentConflict', { outRequestNo })
  if (written.kind === 'sign-reused') throw new ReusedSign()
  const { refusal } = written
  const coupon = 'couponCode' in refusal ? { couponCode: refusal.couponCode } : {}
  return { ...resultOf(refusal), ...coupon }
}

/** @param values for the placeholders of the row's text */
export function errorResult(
  name: BusinessErrorName,
  values: Readonly<Record<string, string | number>> = {},
): RefusedResult {
  const { code, message } = businessErrors[name]
  const errorMessage = message.zh.replace(/\{(\w+)\}/g, (_whole, value: string) => String(values[value] ?? ''))
  return { errorCode: code, errorMessage, success: false }
}

function resultOf(refusal: AnyRefusal): RefusedResult {
  switch (refusal.kind) {
    case 'coupon-not-found':
      return errorResult('couponNotFound')
    case 'already-used':
      return usedResult(refusal)
    case 'held': {
      const held = { orderId: refusal.orderId, time: momentText(refusal.untilMs) }
      return { ...errorResult('couponHeld', held), ...held }
    }
    case 'void':
      return errorResult('couponVoid')
    case 'expired':
      return { ...errorResult('couponExpired', { endDate: refusal.endDate }), date: refusal.endDate }
    case 'not-started':
      return { ...errorResult('couponNotStarted', { startDate: refusal.startDate }), date: refusal.startDate }
    case 'shop-not-allowed':
      return { ...errorResult('shopNotAllowed', { shop: refusal.shop }), shops: refusal.shop }
    case 'category-not-allowed':
      return { ...errorResult('categoryNotAllowed', { category: refusal.category }), categories: refusal.category }
    case 'amount-too-low': {
      const missingAmount = formatPrice(refusal.missingFen)
      return { ...errorResult('orderAmountTooLow', { missing: missingAmount }), missingAmount }
    }
    case 'not-stackable':
      return notStackableResult(refusal)
    case 'order-covered': {
      const coveredAmount = formatPrice(refusal.coveredFen)
      return { ...errorResult('orderCovered', { covered: coveredAmount }), orderId: refusal.orderId, coveredAmount }
    }
    case 'redeemed-too-early': {
      const time = momentText(refusal.fromMs)
      return { ...errorResult('redeemedTooEarly', { time }), time }
    }
    case 'redeemed-at-not-allowed':
      return errorResult('redeemedAtNotAllowed')
    case 'redemption-not-found':
      return errorResult('redemptionNotFound')
    case 'return-not-allowed':
      return errorResult('returnNotAllowed')
    default:
      return templateResult(refusal)
  }
}

function usedResult({ orderId, atMs }: Extract<AnyRefusal, { kind: 'already-used' }>): RefusedResult {
  if (orderId === undefined || atMs === undefined) return errorResult('couponUsedBefore')
  const used = { orderId, time: momentText(atMs) }
  return { ...errorResult('couponAlreadyUsed', used), ...used }
}

function notStackableResult(refusal: Extract<AnyRefusal, { kind: 'not-stackable' }>): RefusedResult {
  const { couponCode, besideCode, orderId } = refusal
  return { ...errorResult('notStackable', { couponCode: besideCode ?? couponCode }), orderId, besideCode }
}

function templateResult(refusal: TemplateRefusal): RefusedResult {
  switch (refusal.kind) {
    case 'template-not-found':
      return errorResult('templateNotFound')
    case 'template-closed':
      return errorResult('templateClosed')
    case 'claim-not-open':
      return {
        ...errorResult('claimNotOpen', { from: refusal.from ?? '即日', to: refusal.to ?? '长期' }),
        ...{ claimFrom: refusal.from, claimTo: refusal.to },
      }
    case 'stock-exhausted':
      return { ...errorResult('stockExhausted', { left: refusal.left }), left: refusal.left }
    case 'member-limit-reached':
      return { ...errorResult('memberLimitReached', { left: refusal.left }), left: refusal.left }
  }
}
