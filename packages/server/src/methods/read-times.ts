import { addDays, compareDays, dayMs, isCalendarDay, parseMoment, startOfDay } from '#domain/dates'
import type { Period } from '#domain/figures/overview'
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

const usualDays = 30

/**
 * The period of `from_day` and `to_day`: thirty days up to today where they are not given.
 * @throws InvalidInput for days that are none, in the wrong order, or more than `maxDays`
 */
export function readPeriod(
  { fromDay, toDay }: Readonly<{ fromDay?: string | undefined; toDay?: string | undefined }>,
  today: string,
  maxDays: number,
): Period {
  const to = toDay === undefined ? today : readDay('to_day', toDay)
  const from = fromDay === undefined ? addDays(to, 1 - usualDays) : readDay('from_day', fromDay)
  return checkPeriod('to_day', { fromDay: from, toDay: to }, maxDays)
}

/** @param field wire name of the last day. @throws InvalidInput */
export function checkPeriod(field: string, period: Period, maxDays: number): Period {
  if (compareDays(period.fromDay, period.toDay) > 0)
    throw new InvalidInput(field, { zh: '不得早于起始日期', en: 'must not be before the first day' })
  if (daysOf(period) > maxDays)
    throw new InvalidInput(field, {
      zh: `距起始日期最多 ${maxDays} 天`,
      en: `must be at most ${maxDays} days after the first day`,
    })
  return period
}

/** Days of a period, both ends included. */
export function daysOf({ fromDay, toDay }: Period): number {
  return Math.round((startOfDay(toDay) - startOfDay(fromDay)) / dayMs) + 1
}
