/** A calendar day in GMT+8, `YYYY-MM-DD`. */
export type DateText = string

const dayMs = 86_400_000
const lastDayNumber = Date.UTC(9999, 11, 31) / dayMs
const gmt8Ms = 8 * 3_600_000
const momentForm = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})$/
const dayText = /^(\d{4})-(\d{2})-(\d{2})$/
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * The calendar day in GMT+8 at a moment, whatever zone the host is in.
 * @param epochMs milliseconds since 1970, years 1..9999
 */
export function dayOf(epochMs: number): DateText {
  const dayNumber = Math.floor((epochMs + gmt8Ms) / dayMs)
  if (dayNumber !== latestDay.number) latestDay = { number: dayNumber, text: textOfDayNumber(dayNumber) }
  return latestDay.text
}

/** A moment as `YYYY-MM-DD HH:mm:ss` in GMT+8. */
export function momentText(epochMs: number): string {
  const second = Math.floor((epochMs + gmt8Ms) / 1000) % 86_400
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
  return `${dayOf(epochMs)} ${parts.map((part) => padded(part, 2)).join(':')}`
}

/** The day that many days after (or, negative, before) a day; at most 9999-12-31, which callers write for "for ever". */
export function addDays(day: DateText, days: number): DateText {
  const dayNumber = Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs) + days
  return textOfDayNumber(Math.min(dayNumber, lastDayNumber))
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
  const parts = dayText.exec(text)
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

/** Nearly every call asks about today; the text is the same until the day ends. */
let latestDay: { readonly number: number; readonly text: DateText } = { number: Number.NaN, text: '' }

/** Civil date of a day number (days since 1970-01-01), by Howard Hinnant's `civil_from_days`. */
function textOfDayNumber(dayNumber: number): DateText {
  const shifted = dayNumber + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

function lastDayOfMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeapYear ? 29 : (daysInMonth[month - 1] ?? 0)
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
