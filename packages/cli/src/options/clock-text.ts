import { parseTimestamp } from '@yaoquan/protocol'
import { InvalidArgumentError } from 'commander'

const isoInstant = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/

/**
 * Parses an instant: `2026-11-24T22:29:00+08:00`, or a timestamp as the gateway accepts it (`yyyy-MM-dd HH:mm:ss` in GMT+8, or
 * epoch milliseconds).
 * @returns epoch milliseconds
 * @throws InvalidArgumentError for anything else, including days that do not exist
 */
export function parseClockText(text: string): number {
  const instantMs = parseTimestamp(text) ?? parseIsoInstant(text)
  if (instantMs !== undefined) return instantMs
  throw new InvalidArgumentError(
    '应为如 2026-11-24T22:29:00+08:00 的时间 (must be a time with its offset, e.g. 2026-11-24T22:29:00+08:00)',
  )
}

function parseIsoInstant(text: string): number | undefined {
  const day = isoInstant.exec(text)?.[1]
  const instantMs = Date.parse(text)
  if (day === undefined || Number.isNaN(instantMs)) return undefined
  // Date.parse turns 30 February into 2 March.
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day) ? instantMs : undefined
}
