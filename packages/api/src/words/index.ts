export { type CouponColumn, couponColumnNames, couponColumns } from './coupon-columns.ts'
export {
  type CouponState,
  type CouponStatus,
  couponStateNames,
  couponStateOf,
  couponStates,
  couponStatuses,
  couponStatusNames,
  type StatedCoupon,
} from './coupon-states.ts'
export { administrativeKinds, type EventKind, eventKindNames, eventKinds } from './event-kinds.ts'
export { listedWords } from './listed-words.ts'
export { memberColumns } from './member-columns.ts'
export {
  type IdentifierState,
  identifierStateNames,
  identifierStates,
  type MemberState,
  memberStateNames,
  memberStates,
} from './member-states.ts'
