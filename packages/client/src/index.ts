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
export { type AnswerOf, type CallOptions, MethodClient, type RequestTo } from './method-client.ts'
export type { ResultMethod, ResultOf } from './method-result.ts'
export type * from './method-types.ts'
export type {
  Coupon,
  CouponEvent,
  CouponFilter,
  CouponPage,
  CouponQuery,
  CouponSearch,
  CouponSearchPage,
  DetailedCoupon,
  EventPage,
  FeedOptions,
  StoredTemplate,
  TemplatePage,
} from './pages.ts'
export { type CallToSign, type Fetch, type FormPost, postForm, signedForm } from './post-form.ts'
export { type FailedAttempt, type RetryPolicy, usualPolicy } from './retry.ts'
export { TopClient } from './top-client.ts'
export type { UploadCounts, UploadEvent, UploadedCoupon, UploadOptions } from './upload-coupons.ts'
export { constructEvents, type WebhookDelivery, type WebhookHeaders, type WebhookOptions } from './webhook.ts'
