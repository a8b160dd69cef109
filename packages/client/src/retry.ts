import { ConnectionError, TimeoutError, TopClientError, UnreadableAnswerError } from './client-errors.ts'
import { delay } from './delay.ts'

const baseDelayMs = 100
const maxDelayMs = 2_000

export type RetryPlan = Readonly<{
  /** Attempts after the first. */
  retries: number
  /** 0 ≤ random() < 1 */
  random: () => number
  signal: AbortSignal | undefined
}>

/**
 * Runs `attempt` until it succeeds, fails for good, or the retries are used up; the last failure is thrown.
 * The only place of the client that retries.
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

/**
 * Faults that may pass: `isp.*` of the gateway (docs/reference/top-protocol.md, 4), and failures to get an answer at
 * all.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true
  if (error instanceof UnreadableAnswerError) return error.httpStatus === 200 || error.httpStatus >= 500
  return error instanceof TopClientError && (error.subCode?.startsWith('isp.') ?? false)
}

/** Exponential back-off with full jitter: anywhere between 0 and 100 ms, 200 ms, 400 ms … at most 2 s. */
export function backoffMs(failures: number, random: () => number): number {
  return random() * Math.min(maxDelayMs, baseDelayMs * 2 ** failures)
}
