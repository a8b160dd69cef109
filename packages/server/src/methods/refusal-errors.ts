import { type BusinessErrorName, businessErrors } from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'
import type { UseRefusal } from '#domain/lifecycle/use-coupons'
import { ifGiven } from './method.ts'

/** The error of each reason of the basket engine, of refusals that are kept with an order or an upload, and of those without facts of their own. */
export const refusalErrors = {
  NOT_STARTED: 'couponNotStarted',
  EXPIRED: 'couponExpired',
  USED_BY: 'couponAlreadyUsed',
  HELD_BY: 'couponHeld',
  VOID: 'couponVoid',
  SHOP: 'shopNotAllowed',
  CHANNEL: 'channelNotAllowed',
  WINDOW: 'timeNotAllowed',
  MEMBER_DAY: 'timeNotAllowed',
  LEVEL: 'memberNotAllowed',
  NO_SCOPE: 'categoryNotAllowed',
  SHORT: 'orderAmountTooLow',
  EXCLUDED_RX: 'goodsExcluded',
  EXCLUDED_INSURED: 'goodsExcluded',
  EXCLUDED_SPECIAL: 'goodsExcluded',
  NO_EFFECT: 'orderCovered',
  GROUP: 'notStackable',
  ALONE: 'notStackable',
  MAX_PER_ORDER: 'tooManyOnOrder',
  WORSE: 'notStackable',
  'coupon-not-found': 'couponNotFound',
  'coupon-not-claimed': 'couponNotClaimed',
  'redeemed-too-early': 'redeemedTooEarly',
  'redeemed-at-not-allowed': 'redeemedAtNotAllowed',
  'redemption-not-found': 'redemptionNotFound',
  'return-not-allowed': 'returnNotAllowed',
  'quote-stale': 'quoteStale',
  'quote-without-coupons': 'quoteWithoutCoupons',
  'lines-not-known': 'linesNotKnown',
  'code-not-reserved': 'codeNotReserved',
  'code-already-claimed': 'codeAlreadyClaimed',
  'template-not-found': 'templateNotFound',
  'template-closed': 'templateClosed',
} as const satisfies Readonly<
  Record<ReasonCode | Exclude<UseRefusal['kind'], 'not-usable'>, BusinessErrorName> & Record<string, BusinessErrorName>
>

/** The error code of a refusal that is kept with an order or an upload. */
export function codeOfProblem(problem: string | undefined): string | undefined {
  return ifGiven(problem, (known) => codes.get(known))
}

const codes: ReadonlyMap<string, string> = new Map(
  Object.entries(refusalErrors).map(([problem, name]) => [problem, businessErrors[name].code]),
)
