import { ConnectionError, TimeoutError, type TopClientError, UnreadableAnswerError } from './client-errors.ts'

/** A failed attempt of a call that may be sent again without being done twice. */
export type FailedAttempt = Readonly<{
  error: TopClientError
  /** 1 for the first. */
  attempt: number
}>

/** @returns how long to wait before the next attempt, in milliseconds; undefined to give up, as does a time of more than 24 days or `Infinity` */
export type RetryPolicy = (failed: FailedAttempt) => number | undefined

const baseDelayMs = 100
const maxDelayMs = 2_000

/**
 * Repeats what may be a temporary fault, with exponential back-off and full jitter: after a random time up to 100 ms, 200 ms, 400 ms …,
 * at most 2 s.
 * @param random a number from 0 to below 1
 */
export function usualPolicy(random: () => number = Math.random): RetryPolicy {
  return ({ error, attempt }) =>
    isTemporary(error) ? random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1)) : undefined
}

/** Whether a fault may be temporary: `isp.*` errors (docs/reference/top-protocol.md, 4), or no readable answer. */
function isTemporary(error: TopClientError): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true
  if (error instanceof UnreadableAnswerError) return error.httpStatus === 200 || error.httpStatus >= 500
  return error.subCode?.startsWith('isp.') ?? false
}
