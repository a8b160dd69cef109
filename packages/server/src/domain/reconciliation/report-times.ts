import { addDays, type DateText, startOfDay } from '#domain/dates'

/** Days before today that are kept up; tills report within three days, and ERPs later. */
export const keptUpDays = 7
/** After the end of a day, for what is under way. */
const afterMidnightMs = 60_000

/** When the first report of a day is computed, epoch milliseconds. */
export function firstReportMs(day: DateText): number {
  return startOfDay(addDays(day, 1)) + afterMidnightMs
}
