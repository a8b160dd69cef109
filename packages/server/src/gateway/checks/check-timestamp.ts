import { formatTimestamp, type Parameters, parseTimestamp } from '@yaoquan/protocol'
import { type Refused, refuse } from '#gateway/call/refusal'

const windowMs = 10 * 60 * 1000

/**
 * Codes 30 and 31: within ten minutes of the gateway's clock, either way.
 * @param tellsClock whether code 31 names the gateway's time. Only in a sandbox, whose clock may be moved and where no other call would
 * reveal it to a caller with a wrong time; in production the HTTP header `Date` does
 */
export function checkTimestamp(
  parameters: Parameters,
  { nowMs, tellsClock }: Readonly<{ nowMs: number; tellsClock: boolean }>,
): Refused | undefined {
  const text = parameters.get('timestamp')?.trim()
  if (!text) return refuse('missingTimestamp')
  const sentMs = parseTimestamp(text)
  if (sentMs !== undefined && Math.abs(sentMs - nowMs) <= windowMs) return undefined
  const refusal = refuse('invalidTimestamp')
  if (!tellsClock) return refusal
  return { ...refusal, error: { ...refusal.error, subMsg: `服务器时间: ${formatTimestamp(nowMs)} (GMT+8)` } }
}
