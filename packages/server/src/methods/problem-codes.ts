import { businessErrors } from '@yaoquan/api'
import type { UseRefusal } from '#domain/lifecycle/use-coupons'
import { reasonErrors } from './reason-errors.ts'

/** The error code of a refusal that is kept with an order or an upload. */
export function codeOfProblem(problem: string | undefined): string | undefined {
  if (problem === undefined) return undefined
  return codes[problem]
}

/** Nothing that is kept has a quote; where the basket engine refuses, the code of its reason is kept. */
const ofRefusals: Readonly<Record<Exclude<UseRefusal['kind'], 'not-fitting' | 'quote-stale'>, string>> = {
  'coupon-not-found': businessErrors.couponNotFound.code,
  'coupon-not-claimed': businessErrors.couponNotClaimed.code,
  'already-used': businessErrors.couponAlreadyUsed.code,
  held: businessErrors.couponHeld.code,
  void: businessErrors.couponVoid.code,
  expired: businessErrors.couponExpired.code,
  'not-started': businessErrors.couponNotStarted.code,
  'shop-not-allowed': businessErrors.shopNotAllowed.code,
  'category-not-allowed': businessErrors.categoryNotAllowed.code,
  'amount-too-low': businessErrors.orderAmountTooLow.code,
  'not-stackable': businessErrors.notStackable.code,
  'order-covered': businessErrors.orderCovered.code,
  'redeemed-too-early': businessErrors.redeemedTooEarly.code,
  'redeemed-at-not-allowed': businessErrors.redeemedAtNotAllowed.code,
  'redemption-not-found': businessErrors.redemptionNotFound.code,
  'return-not-allowed': businessErrors.returnNotAllowed.code,
}

const ofReasons = Object.entries(reasonErrors).map(([reason, name]) => [reason, businessErrors[name].code] as const)

const codes: Readonly<Record<string, string>> = { ...ofRefusals, ...Object.fromEntries(ofReasons) }
