import type { BusinessErrorName } from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'

/** The error of `yaoquan.coupon.redeem` for each reason of a verdict of `yaoquan.basket.evaluate`. */
export const reasonErrors = {
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
} as const satisfies Readonly<Record<ReasonCode, BusinessErrorName>>
