import { InvalidArgumentError } from 'commander'

/**
 * Parses a calendar day `YYYY-MM-DD`.
 * @throws InvalidArgumentError for anything else
 */
export function calendarDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true
  if (!isDay) throw new InvalidArgumentError('应为 YYYY-MM-DD 格式的有效日期 (must be a calendar day YYYY-MM-DD)')
  return text
}
