/** A calendar day in GMT+8, `YYYY-MM-DD`. */
export type DateText = string

/** A day in milliseconds. */
export const dayMs = 86_400_000
const lastDayMs = Date.UTC(9999, 11, 31)
const gmt8Ms = 8 * 3_600_000
const momentForm = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})$/
const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * The calendar day in GMT+8 at a moment, whatever zone the host is in.
 * @param epochMs milliseconds since 1970, years 1..9999
 */
export function dayOf(epochMs: number): DateText {
  const dayNumber = Math.floor((epochMs + gmt8Ms) / dayMs)
  if (dayNumber !== latestDay.number) latestDay = { number: dayNumber, text: dayText(dayNumber * dayMs) }
  return latestDay.text
}

/** A moment as `YYYY-MM-DD HH:mm:ss` in GMT+8. */
export function momentText(epochMs: number): string {
  return `${dayOf(epochMs)} ${new Date(epochMs + gmt8Ms).toISOString().slice(11, 19)}`
}

/** The day that many days after (or, negative, before) a day; at most 9999-12-31, which callers write for "for ever". */
export function addDays(day: DateText, days: number): DateText {
  return dayText(Math.min(Date.parse(`${day}T00:00:00Z`) + days * dayMs, lastDayMs))
}

/** The first millisecond of a day in GMT+8. */
export function startOfDay(day: DateText): number {
  return Date.parse(`${day}T00:00:00Z`) - gmt8Ms
}

/**
 * Reads `YYYY-MM-DD HH:mm:ss` in GMT+8, as `momentText` writes it.
 * @returns epoch milliseconds; undefined when the text is not such a moment
 */
export function parseMoment(text: string): number | undefined {
  const parts = momentForm.exec(text)
  const day = parts?.[1] ?? ''
  if (parts === null || !isCalendarDay(day)) return undefined
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4])]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return startOfDay(day) + ((hour * 60 + minute) * 60 + second) * 1000
}

/** Whether the text is `YYYY-MM-DD` and that day exists in the Gregorian calendar. */
export function isCalendarDay(text: string): text is DateText {
  const parts = dayForm.exec(text)
  if (parts === null) return false
  const year = Number(parts[1])
  const month = Number(parts[2])
  const day = Number(parts[3])
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOfMonth(year, month)
}

/** Negative when left is the earlier day, 0 when they are the same, positive when left is the later one. */
export function compareDays(left: DateText, right: DateText): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Nearly every call needs today's date; the text is the same until the day ends. */
let latestDay: { readonly number: number; readonly text: DateText } = { number: Number.NaN, text: '' }

/** @param ms midnight in UTC, years 1..9999 */
function dayText(ms: number): DateText {
  return new Date(ms).toISOString().slice(0, 10)
}

function lastDayOfMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeapYear ? 29 : (daysInMonth[month - 1] ?? 0)
}
