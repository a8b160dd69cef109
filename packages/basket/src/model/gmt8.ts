import type { Weekday } from './coupon.ts'

const gmt8Ms = 8 * 3_600_000
const minuteMs = 60_000
const dayMs = 86_400_000

/** The calendar day in GMT+8, `YYYY-MM-DD`. @param epochMs years 1..9999 */
export function dayOf(epochMs: number): string {
  return localText(epochMs).slice(0, 10)
}

/** `YYYY-MM-DD HH:mm:ss` in GMT+8. @param epochMs years 1..9999 */
export function momentText(epochMs: number): string {
  return localText(epochMs).slice(0, 19).replace('T', ' ')
}

/** The day of the month in GMT+8, 1..31. */
export function dayOfMonth(epochMs: number): number {
  return Number(localText(epochMs).slice(8, 10))
}

/** 1 is Monday, in GMT+8. */
export function weekdayOf(epochMs: number): Weekday {
  // 1970-01-01 was a Thursday.
  const dayNumber = Math.floor((epochMs + gmt8Ms) / dayMs)
  return weekdays[(((dayNumber + 3) % 7) + 7) % 7] ?? 1
}

/** Minutes since midnight in GMT+8, 0..1439. */
export function minuteOfDay(epochMs: number): number {
  return Math.floor((epochMs - startOfDay(epochMs)) / minuteMs)
}

/** The first moment of the day in GMT+8. */
export function startOfDay(epochMs: number): number {
  return Math.floor((epochMs + gmt8Ms) / dayMs) * dayMs - gmt8Ms
}

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

function localText(epochMs: number): string {
  return new Date(epochMs + gmt8Ms).toISOString()
}
