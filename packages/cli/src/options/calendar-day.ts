import { InvalidArgumentError } from 'commander'

/**
 * Parser of a day.
 * @throws InvalidArgumentError for what is no `YYYY-MM-DD` of the calendar
 */
export function calendarDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
  if (!isDay) throw new InvalidArgumentError('应为 YYYY-MM-DD 格式的有效日期 (must be a calendar day)')
  return text
}
