/** What is known about a failed call, besides its message. */
export type FailureDetails = Readonly<{
  /** The gateway's numeric code; undefined when no gateway answered. */
  code?: number | undefined
  subCode?: string | undefined
  subMessage?: string | undefined
  /** Names the call in the server's log. */
  requestId?: string | undefined
  cause?: unknown
}>

/** Any failure of a call, one subclass per cause. Only these leave the client, besides a TypeError for wrong options. */
export class TopClientError extends Error {
  override readonly name: string = 'TopClientError'
  readonly code: number | undefined
  readonly subCode: string | undefined
  readonly subMessage: string | undefined
  readonly requestId: string | undefined

  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.subCode = details.subCode
    this.subMessage = details.subMessage
    this.requestId = details.requestId
  }
}

/** The gateway does not know who calls: app key, secret, signature, timestamp or session (codes 24-31). */
export class AuthenticationError extends TopClientError {
  override readonly name = 'AuthenticationError'
}

/** The app is known and may not do this: method not granted, or address not on its allow list (codes 11-13, 42). */
export class PermissionError extends TopClientError {
  override readonly name = 'PermissionError'
}

/** Calls of the day or the second are used up (codes 4-8). Final: the client does not wait on its own. */
export class RateLimitError extends TopClientError {
  override readonly name = 'RateLimitError'

  /** Seconds until calls are accepted again, from `This ban will last for N more seconds`; undefined if not told. */
  get retryAfterSeconds(): number | undefined {
    const seconds = /last for (\d{1,9}) more second/.exec(this.subMessage ?? '')?.[1]
    return seconds === undefined ? undefined : Number(seconds)
  }
}

/** The call itself is wrong and stays wrong: method, format, version or a parameter. */
export class InvalidRequestError extends TopClientError {
  override readonly name = 'InvalidRequestError'
}

/** A fault on the server's side (`isp.*`, codes 10 and 15). `isp.*` was retried already where that is safe. */
export class ServiceError extends TopClientError {
  override readonly name = 'ServiceError'
}

/** The method ran and refused: `success` false with an `error_code` of its own. */
export class BusinessError extends TopClientError {
  override readonly name = 'BusinessError'
  readonly errorCode: string | undefined
  /** What it said in Chinese, for the person at the till: `优惠券已被订单 SO-1 于 … 使用`. */
  readonly errorMessage: string | undefined
  /** The whole result by property name, such as `orderId`, `time` and `missingAmount` of a refused redemption. */
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

/** No answer arrived: name not found, connection refused or broken. `cause` is what `fetch` said. */
export class ConnectionError extends TopClientError {
  override readonly name = 'ConnectionError'
}

/** No answer within `timeoutMs`. */
export class TimeoutError extends TopClientError {
  override readonly name = 'TimeoutError'
}

/** Something answered that is not the gateway: another HTTP status than 200, or a body that cannot be read. */
export class UnreadableAnswerError extends TopClientError {
  override readonly name = 'UnreadableAnswerError'
  readonly httpStatus: number

  constructor(message: string, details: FailureDetails & Readonly<{ httpStatus: number }>) {
    super(message, details)
    this.httpStatus = details.httpStatus
  }
}

/** The caller's AbortSignal ended the call. `cause` is the signal's reason. */
export class AbortedError extends TopClientError {
  override readonly name = 'AbortedError'
}
