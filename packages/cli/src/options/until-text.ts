import { calendarDay } from './calendar-day.ts'
import { parseClockText } from './clock-text.ts'

/**
 * Parses an end: an instant, or a day `YYYY-MM-DD`, which means its end in GMT+8.
 * @returns epoch milliseconds
 * @throws InvalidArgumentError for anything else
 */
export function parseUntil(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseClockText(text)
  return Date.parse(`${calendarDay(text)}T00:00:00+08:00`) + dayMs
}

const dayMs = 86_400_000
