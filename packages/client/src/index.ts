export {
  AbortedError,
  AuthenticationError,
  BusinessError,
  ConnectionError,
  type FailureDetails,
  InvalidRequestError,
  PermissionError,
  RateLimitError,
  ServiceError,
  TimeoutError,
  TopClientError,
  UnreadableAnswerError,
  WebhookError,
} from './client-errors.ts'
export type { Attempt, EndedAttempt, Logger, TopClientOptions } from './client-options.ts'
export type { CouponEvent, EventPage, FeedOptions } from './event-feed.ts'
export { type CallOptions, MethodClient } from './method-client.ts'
export type { ResultMethod, ResultOf } from './method-result.ts'
export type * from './method-types.ts'
export type { AnswerOf, RequestTo } from './named-method.ts'
export type {
  Coupon,
  CouponFilter,
  CouponPage,
  CouponQuery,
  CouponSearch,
  CouponSearchPage,
  DetailedCoupon,
  StoredTemplate,
  TemplatePage,
} from './pages.ts'
export { type Fetch, type FormPost, postForm } from './post-form.ts'
export { type FailedAttempt, type RetryPolicy, usualPolicy } from './retry-policy.ts'
export { type CallToSign, signedForm } from './signed-form.ts'
export { TopClient } from './top-client.ts'
export type { UploadCounts, UploadEvent, UploadedCoupon, UploadOptions } from './upload-coupons.ts'
export { constructEvents, type WebhookDelivery, type WebhookHeaders, type WebhookOptions } from './webhook.ts'
