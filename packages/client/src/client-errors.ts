import type { TopError } from '@yaoquan/protocol'

/** Details of a failed call besides its message. */
export type FailureDetails = Readonly<{
  /** The gateway's numeric code; undefined if no gateway answered. */
  code?: number | undefined
  subCode?: string | undefined
  subMessage?: string | undefined
  /** Identifies the call in the server's log. */
  requestId?: string | undefined
  cause?: unknown
}>

/** A failed call, with a subclass per cause. The client throws nothing else, except a TypeError for invalid options. */
export class TopClientError extends Error {
  override readonly name: string = 'TopClientError'
  readonly code: number | undefined
  readonly subCode: string | undefined
  readonly subMessage: string | undefined
  readonly requestId: string | undefined
  /** The request number of the write that failed, also one that the client made: under it the call can be repeated safely. */
  outRequestNo: string | undefined

  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.subCode = details.subCode
    this.subMessage = details.subMessage
    this.requestId = details.requestId
  }
}

/** Authentication failed: app key, secret, signature, timestamp or session (codes 24-31). */
export class AuthenticationError extends TopClientError {
  override readonly name = 'AuthenticationError'
}

/** The app is not allowed to: method not granted, or IP address not on its allow list (codes 11-13, 42). */
export class PermissionError extends TopClientError {
  override readonly name = 'PermissionError'
}

/** The daily quota or the rate limit is exceeded (codes 4-8). The client does not wait and retry. */
export class RateLimitError extends TopClientError {
  override readonly name = 'RateLimitError'

  /** Seconds until calls are accepted again, from `This ban will last for N more seconds`; undefined if not given. */
  get retryAfterSeconds(): number | undefined {
    const seconds = /last for (\d{1,9}) more second/.exec(this.subMessage ?? '')?.[1]
    return seconds === undefined ? undefined : Number(seconds)
  }
}

/** The call is invalid and a retry would fail too: method, format, version or a parameter. */
export class InvalidRequestError extends TopClientError {
  override readonly name = 'InvalidRequestError'
}

/**
 * A fault of the server (`isp.*`, codes 10 and 15). The client has already retried `isp.*` errors where that is safe.
 */
export class ServiceError extends TopClientError {
  override readonly name = 'ServiceError'
}

/** The method refused the call: `success` is false and `error_code` tells why. */
export class BusinessError extends TopClientError {
  override readonly name = 'BusinessError'
  readonly errorCode: string | undefined
  /** The refusal in the language of the app, for the cashier. Chinese is the default: `优惠券已被订单 SO-1 于 … 使用`. */
  readonly errorMessage: string | undefined
  /** The whole result by property name, for example `orderId`, `time` and `missingAmount` of a refused redemption. */
  readonly result: Readonly<Record<string, unknown>>

  constructor(message: string, details: FailureDetails & Refusal) {
    super(message, details)
    this.errorCode = details.errorCode
    this.errorMessage = details.errorMessage
    this.result = details.result ?? {}
  }
}

type Refusal = Readonly<{
  errorCode: string | undefined
  errorMessage?: string | undefined
  result?: Readonly<Record<string, unknown>> | undefined
}>

/** No answer arrived: host not found, connection refused or broken. `cause` is the error of `fetch`. */
export class ConnectionError extends TopClientError {
  override readonly name = 'ConnectionError'
}

/** No answer within `timeoutMs`. */
export class TimeoutError extends TopClientError {
  override readonly name = 'TimeoutError'
}

/** The answer is not one of a gateway: its HTTP status is not 200, or its body cannot be decoded. */
export class UnreadableAnswerError extends TopClientError {
  override readonly name = 'UnreadableAnswerError'
  readonly httpStatus: number

  constructor(message: string, details: FailureDetails & Readonly<{ httpStatus: number }>) {
    super(message, details)
    this.httpStatus = details.httpStatus
  }
}

/** A POST that is no delivery of the webhook, or an old one (`constructEvents`). */
export class WebhookError extends TopClientError {
  override readonly name = 'WebhookError'
}

/** The caller's AbortSignal aborted the call. `cause` is the signal's reason. */
export class AbortedError extends TopClientError {
  override readonly name = 'AbortedError'
}

/** The error of a call that its signal aborted. */
export function abortedBy(signal: AbortSignal | undefined): AbortedError {
  return new AbortedError('the call was aborted', { cause: signal?.reason })
}

/**
 * Converts an `error_response` to the error class of its cause. For unknown codes the sub code decides: `isv.*` is a
 * fault of the caller, anything else one of the server
 * (docs/reference/top-protocol.md, 5.2).
 */
export function gatewayError(error: TopError, requestId: string): TopClientError {
  const details = { code: error.code, subCode: error.subCode, subMessage: error.subMsg, requestId }
  const ErrorClass = classOf(error)
  return new ErrorClass(messageOf(error), details)
}

function classOf({ code, subCode }: TopError) {
  if (subCode?.startsWith('isp.')) return ServiceError
  if (code >= 4 && code <= 8) return RateLimitError
  if ((code >= 11 && code <= 13) || code === 42) return PermissionError
  if (code >= 24 && code <= 31) return AuthenticationError
  if (code === 10 || code === 15 || code >= 50) return subCode?.startsWith('isv.') ? InvalidRequestError : ServiceError
  return InvalidRequestError
}

function messageOf({ code, msg, subCode, subMsg }: TopError): string {
  const detail = [subCode, subMsg].filter((text) => text !== undefined && text !== '').join(': ')
  return detail === '' ? `${msg} (code ${code})` : `${msg} (code ${code}, ${detail})`
}
