import { isCalendarDay, parseMoment } from '#domain/dates'
import { InvalidInput } from './method.ts'

/** A day of a call. @param field wire name. @throws InvalidInput */
export function readDay(field: string, text: string): string {
  if (!isCalendarDay(text))
    throw new InvalidInput(field, { zh: '应为 YYYY-MM-DD 格式的有效日期', en: 'must be a valid day as YYYY-MM-DD' })
  return text
}

/** A moment of a call. @param field wire name. @returns epoch milliseconds. @throws InvalidInput */
export function readMoment(field: string, text: string): number {
  const moment = parseMoment(text)
  if (moment === undefined)
    throw new InvalidInput(field, {
      zh: '应为 yyyy-MM-dd HH:mm:ss 格式的时间（GMT+8）',
      en: 'must be a time as yyyy-MM-dd HH:mm:ss (GMT+8)',
    })
  return moment
}
