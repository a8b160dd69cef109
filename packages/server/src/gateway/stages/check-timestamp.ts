import { formatTimestamp, type Parameters, parseTimestamp } from '@yaoquan/protocol'
import { type Refused, refuse } from '../refusal.ts'

const windowMs = 10 * 60 * 1000

/**
 * Codes 30 and 31: within ten minutes of the gateway's clock, either way.
 * @param isSandbox whether code 31 tells that clock, which may start anywhere there and which no other call gives to a
 * caller who is off; in production the HTTP header `Date` tells it
 */
export function checkTimestamp(
  parameters: Parameters,
  { nowMs, isSandbox }: Readonly<{ nowMs: number; isSandbox: boolean }>,
): Refused | undefined {
  const text = parameters.get('timestamp')?.trim()
  if (!text) return refuse('missingTimestamp')
  const sentMs = parseTimestamp(text)
  if (sentMs !== undefined && Math.abs(sentMs - nowMs) <= windowMs) return undefined
  const refusal = refuse('invalidTimestamp')
  if (!isSandbox) return refusal
  return { ...refusal, error: { ...refusal.error, subMsg: `服务器时间: ${formatTimestamp(nowMs)} (GMT+8)` } }
}
