import { type ErrorName, errors } from '@yaoquan/api'
import { topError } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import {
  AuthenticationError,
  gatewayError,
  InvalidRequestError,
  PermissionError,
  RateLimitError,
  ServiceError,
  type TopClientError,
} from './client-errors.ts'

/** One class per row of the error table; a new row without a class does not compile. */
const expected: Readonly<Record<ErrorName, typeof TopClientError>> = {
  appCallLimited: RateLimitError,
  tooManyPhonesTried: RateLimitError,
  httpActionNotAllowed: InvalidRequestError,
  serviceUnavailable: ServiceError,
  ipNotAllowed: PermissionError,
  methodNotAllowed: PermissionError,
  operatorNotAllowed: PermissionError,
  remoteServiceError: ServiceError,
  storeUnavailable: ServiceError,
  upstreamUnreachable: ServiceError,
  upstreamTimeout: ServiceError,
  missingMethod: InvalidRequestError,
  invalidMethod: InvalidRequestError,
  invalidFormat: InvalidRequestError,
  missingSignature: AuthenticationError,
  invalidSignature: AuthenticationError,
  reusedSignature: AuthenticationError,
  missingSession: AuthenticationError,
  invalidSession: AuthenticationError,
  sessionExpired: AuthenticationError,
  missingAppKey: AuthenticationError,
  invalidAppKey: AuthenticationError,
  missingTimestamp: AuthenticationError,
  invalidTimestamp: AuthenticationError,
  missingVersion: InvalidRequestError,
  unsupportedVersion: InvalidRequestError,
  missingArguments: InvalidRequestError,
  invalidArguments: InvalidRequestError,
  parameterError: InvalidRequestError,
  invalidParameter: InvalidRequestError,
}

const names = Object.keys(errors) as ErrorName[]

const rule = { zh: 'r', en: 'r' }
/** Values for all placeholders of the texts. */
const values = { seconds: 7, ip: '10.0.0.1', method: 'm', name: 'n', rule, field: 'f', nearest: '' }

it.each(names)('maps %s to the class of its cause, with the details of the answer', (name) => {
  const error = gatewayError(topError(name, values), 'req1')
  expect(error.constructor).toBe(expected[name])
  expect(error.name).toBe(expected[name].name)
  expect(error).toMatchObject({ code: errors[name].code, requestId: 'req1' })
})

it('maps exactly the transient rows to a limit or a service error', () => {
  for (const name of names) {
    const isTransient = [RateLimitError, ServiceError].some(
      (one) => gatewayError(topError(name, values), 'r') instanceof one,
    )
    expect([name, isTransient]).toEqual([name, errors[name].isTransient])
  }
})

it.each([
  [15, 'isv.invalid-parameter', InvalidRequestError],
  [15, 'isp.remote-service-timeout', ServiceError],
  [15, '2401', ServiceError],
  [15, undefined, ServiceError],
  [520, 'isv.trade-not-exist', InvalidRequestError],
  [4, undefined, RateLimitError],
  [12, undefined, PermissionError],
] as const)('tells apart code %s with sub code %s of other gateways', (code, subCode, ErrorClass) => {
  expect(gatewayError({ code, msg: 'x', ...(subCode ? { subCode } : {}) }, 'r')).toBeInstanceOf(ErrorClass)
})

it('writes code, sub code and sub message into the message', () => {
  const error = gatewayError(topError('appCallLimited', { seconds: 7 }), 'r')
  expect(error.message).toBe(
    'App Call Limited (code 7, accesscontrol.limited-by-app-access-count: This ban will last for 7 more seconds)',
  )
})
