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
export { type DeliveryFailure, deliveryFailureText } from './delivery-failures.ts'
export { administrativeKinds, type EventKind, eventKindNames, eventKinds, isOfCoupon } from './event-kinds.ts'
export { fieldName, fieldNames } from './field-names.ts'
export { type ImportQuestion, openQuestions, questionsOf } from './import-questions.ts'
export { jobItemStateNames, jobItemStates, jobKindNames, jobKinds, jobStateNames, jobStates } from './job-words.ts'
export {
  type IdentifierState,
  identifierStateNames,
  identifierStates,
  type MemberState,
  memberColumns,
  memberStateNames,
  memberStates,
} from './member-words.ts'
export { compactPhone, holdsMobile, normalisePhone, type PhoneKind, phoneKindOf, phoneKinds } from './phones.ts'
export { appRequestKinds } from './request-kinds.ts'
export {
  type DeviationClass,
  deviationClasses,
  deviationClassNames,
  type ShadowConditionName,
  type ShadowRouteName,
  type SkipReason,
  shadowConditionNames,
  shadowConditions,
  shadowGoalOf,
  shadowGoalRule,
  shadowRouteNames,
  shadowRoutes,
  shadowTimingSeconds,
  skipReasonNames,
  skipReasons,
  type UnreadableReason,
  unreadableReasonNames,
  unreadableReasons,
} from './shadow-words.ts'
export { extendOutcomes, voidOutcomes } from './step-outcomes.ts'
export {
  type TemplateListName,
  templateKindNames,
  templateKinds,
  templateListNames,
  templateStageNames,
  templateStages,
} from './template-words.ts'
export { listedWords } from './text.ts'
export { type DayOrder, isUncertainDay } from './typed-values.ts'
export { type UnwrittenRule, unwrittenRule, type ValidityPeriod, validityPeriods } from './unwritten-rules.ts'
