import { addDays, daysBetween } from '../design/days.ts'

/** Days, both inclusive, `YYYY-MM-DD`. */
export type Period = Readonly<{ from: string; to: string }>

/** The longest period of figures, in days. */
const maxDays = 400

/** The days of the address, made a period: by default the last 30 days; a day after today is today. */
export function periodOf(from: string | undefined, to: string | undefined, today: string): Period {
  const last = to === undefined || to > today ? today : to
  const first = from === undefined || from > last ? addDays(last, -29) : from
  return lastDaysOf({ from: first, to: last }, maxDays)
}

/** The most days that one call gives figures for, one by one. */
export const maxDailyDays = 100

/** The last days of a period, at most so many. */
export function lastDaysOf({ from, to }: Period, most: number): Period {
  return daysBetween(from, to) >= most ? { from: addDays(to, 1 - most), to } : { from, to }
}

/** Every day of the period. */
export function daysOf({ from, to }: Period): readonly string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, place) => addDays(from, place))
}

/** Usual periods with their names. */
export function usualPeriods(
  today: string,
): Readonly<Record<'week' | 'month' | 'quarter' | 'thisMonth' | 'lastMonth', Period>> {
  const firstOfMonth = `${today.slice(0, 8)}01`
  const endOfLast = addDays(firstOfMonth, -1)
  return {
    week: { from: addDays(today, -6), to: today },
    month: { from: addDays(today, -29), to: today },
    quarter: { from: addDays(today, -89), to: today },
    thisMonth: { from: firstOfMonth, to: today },
    lastMonth: { from: `${endOfLast.slice(0, 8)}01`, to: endOfLast },
  }
}
