import type { TopError } from '@yaoquan/protocol'
import {
  AuthenticationError,
  InvalidRequestError,
  PermissionError,
  RateLimitError,
  ServiceError,
  type TopClientError,
} from './client-errors.ts'

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
