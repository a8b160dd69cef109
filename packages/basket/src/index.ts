export { evaluateBasket } from './evaluate/evaluate-basket.ts'
export { type CouponRefusal, type PricedCoupons, priceCoupons } from './evaluate/price-coupons.ts'
export type {
  Answer,
  Combination,
  CombinationLine,
  CouponShare,
  Gift,
  LineShare,
  Verdict,
} from './model/answer.ts'
export type { Basket, BasketLine, BasketMember, DrugClass } from './model/basket.ts'
export type { BasketCoupon, BasketCouponState } from './model/coupon.ts'
export type { Exclusion, ExclusionCause } from './model/exclusion.ts'
export type {
  Audience,
  Benefit,
  Layer,
  Offer,
  OfferTerms,
  ReturnTerms,
  Scope,
  UsageWindow,
  Weekday,
} from './model/offer.ts'
export {
  type ChainPolicy,
  defaultPolicy,
  type ExclusionRule,
  type InsuredPolicy,
  type MemberDays,
  type RulePack,
} from './model/policy.ts'
export type { OutsideBestReason, Reason, ReasonCode, UnusableReason } from './model/reason.ts'
export { reasonText } from './reasons/reason-text.ts'
