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
export type { Attempt, EndedAttempt, TopClientOptions } from './client-options.ts'
export type { CouponEvent, EventPage, FeedOptions } from './event-feed.ts'
export type { ResultMethod, ResultOf } from './method-result.ts'
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
export type { ParametersOf } from './request-number.ts'
export { type CallToSign, signedForm } from './signed-form.ts'
export { type AnswerOf, type CallOptions, type MethodName, TopClient } from './top-client.ts'
export type { UploadCounts, UploadEvent, UploadedCoupon, UploadOptions } from './upload-coupons.ts'
export { constructEvents, type WebhookDelivery, type WebhookHeaders, type WebhookOptions } from './webhook.ts'
