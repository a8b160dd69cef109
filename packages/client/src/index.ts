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
} from './client-errors.ts'
export type { TopClientOptions } from './client-options.ts'
export type { Coupon, CouponFilter, CouponPage, CouponQuery } from './coupon-page.ts'
export { type Fetch, type FormPost, postForm } from './post-form.ts'
export { type CallToSign, signedForm } from './signed-form.ts'
export { type AnswerOf, type CallOptions, type MethodName, TopClient } from './top-client.ts'
