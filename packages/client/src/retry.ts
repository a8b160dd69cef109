import type { Fields, MethodDefinition } from '@yaoquan/api'
import { abortedBy, ConnectionError, TimeoutError, TopClientError, UnreadableAnswerError } from './client-errors.ts'

type RetryPlan = Readonly<{
  /** Attempts after the first. */
  retries: number
  retryPolicy: RetryPolicy
  /** Request number of the write, for its error. */
  outRequestNo: string | undefined
  signal: AbortSignal | undefined
}>

/**
 * Runs `attempt` until it succeeds, the policy gives up, or the retries are used up. Only this function retries.
 * @param attempt gets its number, from 1
 * @throws the last failure
 */
export async function withRetries<T>(attempt: (number: number) => Promise<T>, plan: RetryPlan): Promise<T> {
  try {
    return await repeated(attempt, plan)
  } catch (error) {
    if (error instanceof TopClientError) error.outRequestNo = plan.outRequestNo
    throw error
  }
}

async function repeated<T>(attempt: (number: number) => Promise<T>, plan: RetryPlan): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number)
    } catch (error) {
      if (number > plan.retries || !(error instanceof TopClientError)) throw error
      const delayMs = plan.retryPolicy({ error, attempt: number })
      // A timer of a longer time, or of Infinity or NaN, would end immediately.
      if (delayMs === undefined || !(delayMs <= maxDelayMs)) throw error
      await delay(delayMs, plan.signal)
    }
  }
}

/** The longest time of a timer, about 24 days. */
const maxDelayMs = 2 ** 31 - 1

/** Waits for the given milliseconds. @throws AbortedError as soon as the signal aborts */
export function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(abortedBy(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

/** Wire name of the request number. The server answers a repeated number with its first answer. */
const requestNumber = 'out_request_no'

/** Whether a call is idempotent and can be retried. @param params by property name, as passed to `execute` */
export function isRepeatable(definition: MethodDefinition, params: object): boolean {
  const { effect, isOncePerContent = false, request } = definition
  return effect === 'read' || isOncePerContent || carriesRequestNumber(request, params)
}

function carriesRequestNumber(fields: Fields, values: object): boolean {
  return Object.entries(fields).some(([property, field]) => {
    const value: unknown = Reflect.get(values, property)
    if (field.kind === 'object') return isObject(value) && carriesRequestNumber(field.fields, value)
    return field.wire === requestNumber && typeof value === 'string' && value.trim() !== ''
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A failed attempt of a call that may be sent again without being done twice. */
export type FailedAttempt = Readonly<{
  error: TopClientError
  /** 1 for the first. */
  attempt: number
}>

/** @returns how long to wait before the next attempt, in milliseconds; undefined to give up, as does a time of more than 24 days or `Infinity` */
export type RetryPolicy = (failed: FailedAttempt) => number | undefined

const firstBackOffMs = 100
const maxBackOffMs = 2_000

/**
 * Repeats what may be a temporary fault, with exponential back-off and full jitter: after a random time up to 100 ms, 200 ms, 400 ms …,
 * at most 2 s.
 * @param random a number from 0 to below 1
 */
export function usualPolicy(random: () => number = Math.random): RetryPolicy {
  return ({ error, attempt }) =>
    isTemporary(error) ? random() * Math.min(maxBackOffMs, firstBackOffMs * 2 ** (attempt - 1)) : undefined
}

/** Whether a fault may be temporary: `isp.*` errors (docs/reference/top-protocol.md, 4), or no readable answer. */
function isTemporary(error: TopClientError): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true
  if (error instanceof UnreadableAnswerError) return error.httpStatus === 200 || error.httpStatus >= 500
  return error.subCode?.startsWith('isp.') ?? false
}
