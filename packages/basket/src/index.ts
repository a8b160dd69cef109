export { checkBasket, maxLines } from './checks/check-basket.ts'
export { checkOffer } from './checks/check-offer.ts'
export { checkPolicy, maxCoupons } from './checks/check-policy.ts'
export { type Fault, type FaultRule, faultText, maxFen } from './checks/fault.ts'
export { checkState } from './coupons/check-terms.ts'
export type { EarlierCoupon } from './evaluate/earlier-coupons.ts'
export { evaluateBasket, evaluateInSteps } from './evaluate/evaluate-basket.ts'
export { type CouponInTurn, misfitsInTurn } from './evaluate/misfits-in-turn.ts'
export {
  type CouponRefusal,
  type PricedCoupons,
  priceCoupons,
  type RedeemedCoupons,
} from './evaluate/price-coupons.ts'
export { priceOnOrder } from './evaluate/price-on-order.ts'
export { type EligibleLine, eligibleLines } from './lines/eligible-lines.ts'
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
export { reasonText } from './reasons/reason-text.ts'
export { type ReturnAnswer, refundReturn } from './returns/refund-return.ts'
