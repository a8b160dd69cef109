import { dayMs, dayOf, startOfDay } from '#domain/dates'

/** Earlier orders count as of this day. */
const firstDay = '2000-01-01'
/** More orders than a seller has. With it, places up to the year 9999 are exact numbers. */
const maxOrders = 1_000_000_000

/** Place of an order in lists, by day and number. */
export function listPlace(createdAtMs: number, orderNo: number): number {
  return firstPlaceOf(dayOf(createdAtMs)) + orderNo
}

/** The place before the orders of a day. */
export function firstPlaceOf(day: string): number {
  const days = Math.round((startOfDay(day) - startOfDay(firstDay)) / dayMs)
  return Math.max(0, days) * maxOrders
}
