import { type Parameters, parseTimestamp } from '@yaoquan/protocol'
import { type Refused, refuse } from '../refusal.ts'

const windowMs = 10 * 60 * 1000

/** Codes 30 and 31: within ten minutes of the gateway's clock, either way. */
export function checkTimestamp(parameters: Parameters, nowMs: number): Refused | undefined {
  const text = parameters.get('timestamp')?.trim()
  if (!text) return refuse('missingTimestamp')
  const sentMs = parseTimestamp(text)
  if (sentMs === undefined || Math.abs(sentMs - nowMs) > windowMs) return refuse('invalidTimestamp')
  return undefined
}
