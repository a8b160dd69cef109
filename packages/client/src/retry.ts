import type { Fields, MethodDefinition } from '@yaoquan/api'
import { abortedBy, ConnectionError, TimeoutError, TopClientError, UnreadableAnswerError } from './client-errors.ts'

const baseDelayMs = 100
const maxDelayMs = 2_000

export type RetryPlan = Readonly<{
  /** Attempts after the first. */
  retries: number
  /** A number from 0 to below 1. */
  random: () => number
  signal: AbortSignal | undefined
}>

/**
 * Runs `attempt` until it succeeds, fails permanently, or the retries are used up. Only this function retries.
 * @throws the last failure
 */
export async function withRetries<T>(attempt: () => Promise<T>, plan: RetryPlan): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (failures >= plan.retries || !isWorthRetrying(error)) throw error
    }
    await delay(backoffMs(failures, plan.random), plan.signal)
  }
}

/** Whether a fault may be temporary: `isp.*` errors (docs/reference/top-protocol.md, 4), or no readable answer. */
function isWorthRetrying(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true
  if (error instanceof UnreadableAnswerError) return error.httpStatus === 200 || error.httpStatus >= 500
  return error instanceof TopClientError && (error.subCode?.startsWith('isp.') ?? false)
}

/** Exponential back-off with full jitter: a random time up to 100 ms, 200 ms, 400 ms …, at most 2 s. */
export function backoffMs(failures: number, random: () => number): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** failures)
}

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
