import { addDays, daysBetween } from '../design/days.ts'
import type { StoredTemplate } from './use-templates.ts'

/** Days, both included; without an end: undefined. */
export type Span = Readonly<{ from: string; to: string | undefined }>

type Dated = Pick<
  StoredTemplate,
  'claimFrom' | 'claimTo' | 'publishAt' | 'savedAt' | 'startDate' | 'endDate' | 'validFromDay' | 'validToDay'
>

/** When a template can be claimed, and when its coupons can be used. */
export function spansOf(template: Dated): Readonly<{ claim: Span; use: Span }> {
  const { claimFrom, claimTo, publishAt, savedAt, startDate, endDate, validFromDay = 0, validToDay = 0 } = template
  const starts = [claimFrom, publishAt].filter((moment) => moment !== undefined)
  // If no moment is set, an earlier version of the same days may have been claimed before this one was saved.
  const since = startDate !== undefined && startDate < savedAt ? startDate : savedAt
  const from = (starts.toSorted().at(-1) ?? since).slice(0, 10)
  const lastClaim = claimTo?.slice(0, 10)
  if (startDate !== undefined && endDate !== undefined) {
    const to = lastClaim === undefined || lastClaim > endDate ? endDate : lastClaim
    return { claim: { from, to }, use: { from: startDate, to: endDate } }
  }
  const to = lastClaim === undefined ? undefined : addDays(lastClaim, validToDay)
  return { claim: { from, to: lastClaim }, use: { from: addDays(from, validFromDay), to } }
}

/** Days of a month that a span covers. */
export type MonthBar = Readonly<{
  /** 1..31, both included. */
  first: number
  last: number
  /** Whether the span goes on before or after the month. */
  isFromBefore: boolean
  isToAfter: boolean
}>

/** The part of a span within a month; undefined where there is none. @param month `YYYY-MM` */
export function barOf({ from, to }: Span, month: string): MonthBar | undefined {
  const [start, end] = [`${month}-01`, lastDayOf(month)]
  if (from > end || (to !== undefined && (to < start || to < from))) return undefined
  const last = to === undefined || to > end ? end : to
  return {
    first: daysBetween(start, from < start ? start : from) + 1,
    last: daysBetween(start, last) + 1,
    isFromBefore: from < start,
    isToAfter: to === undefined || to > end,
  }
}

/** The month so many months later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const months = year * 12 + (number - 1) + count
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`
}

/** The last day of a month, `YYYY-MM-DD`. */
export function lastDayOf(month: string): string {
  return addDays(`${addMonths(month, 1)}-01`, -1)
}
