import { parseTimestamp } from '@yaoquan/protocol/timestamp'
import { InvalidArgumentError } from 'commander'
import { say } from '#terminal/output'

/** Parses a calendar day `YYYY-MM-DD`. @throws InvalidArgumentError for anything else */
export function calendarDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
  if (!isDay) throw new InvalidArgumentError(say('应为 YYYY-MM-DD 格式的有效日期', 'must be a calendar day YYYY-MM-DD'))
  return text
}

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
    say(
      '应为如 2026-11-24 22:29:00（GMT+8）或 2026-11-24T22:29:00+08:00 的时间',
      'must be a time, e.g. 2026-11-24 22:29:00 (GMT+8) or 2026-11-24T22:29:00+08:00',
    ),
  )
}

function parseIsoInstant(text: string): number | undefined {
  const day = isoInstant.exec(text)?.[1]
  const instantMs = Date.parse(text)
  if (day === undefined || Number.isNaN(instantMs)) return undefined
  // Date.parse turns 30 February into 2 March.
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day) ? instantMs : undefined
}

const isoInstant = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/

/**
 * Parses an end: an instant, or a day `YYYY-MM-DD`, which means its end in GMT+8.
 * @returns epoch milliseconds
 * @throws InvalidArgumentError for anything else
 */
export function parseUntil(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseClockText(text)
  return Date.parse(`${calendarDay(text)}T00:00:00+08:00`) + dayMs
}

/**
 * Parses a duration: a whole number of seconds, minutes, hours or days, such as `30m`, `6h` or `30d`.
 * @returns milliseconds, 1 s to 3,650 days
 * @throws InvalidArgumentError for anything else
 */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const durationMs = Number(count) * (units[unit] ?? Number.NaN)
  if (durationMs >= 1_000 && durationMs <= 3_650 * dayMs) return durationMs
  throw new InvalidArgumentError(say('应为如 30m、6h 或 30d 的时长', 'must be a duration such as 30m, 6h or 30d'))
}

export const dayMs = 86_400_000
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: dayMs }
