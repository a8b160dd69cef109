export { checkState } from './coupons/judge-coupon.ts'
export { type EligibleLine, eligibleLines } from './coupons/prepare-basket.ts'
export type { EarlierCoupon } from './evaluate/earlier-coupons.ts'
export { evaluateBasket, evaluateInSteps } from './evaluate/evaluate-basket.ts'
export { type CouponInTurn, misfitsInTurn } from './evaluate/misfits-in-turn.ts'
export {
  type CouponRefusal,
  type PricedCoupons,
  priceCoupons,
  priceOnOrder,
  type RedeemedCoupons,
} from './evaluate/price-coupons.ts'
export type {
  Answer,
  Combination,
  CombinationLine,
  CouponShare,
  Exclusion,
  ExclusionCause,
  Gift,
  LineShare,
  OutsideBestReason,
  Reason,
  ReasonCode,
  UnusableReason,
  Verdict,
} from './model/answer.ts'
export type { Basket, BasketLine, BasketMember, DrugClass } from './model/basket.ts'
export {
  checkBasket,
  checkOffer,
  checkPolicy,
  type Fault,
  type FaultRule,
  faultText,
  maxCoupons,
  maxFen,
  maxLines,
} from './model/checks.ts'
export type {
  Audience,
  BasketCoupon,
  BasketCouponState,
  Benefit,
  Layer,
  Offer,
  OfferTerms,
  ReturnTerms,
  Scope,
  UsageWindow,
  Weekday,
} from './model/coupon.ts'
export {
  type ChainPolicy,
  defaultPolicy,
  type ExclusionRule,
  type InsuredPolicy,
  type MemberDays,
  type RulePack,
} from './model/policy.ts'
export { reasonText } from './model/reason-text.ts'
export type {
  CouponOutcome,
  Refund,
  RefundOfCoupon,
  RefundOfLine,
  ReturnRequest,
  Sale,
  SoldCoupon,
  SoldLine,
  UnitsOfLine,
} from './model/sale.ts'
export { type ReturnAnswer, refundReturn } from './returns/refund-return.ts'
