import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import { dayOf, startOfDay } from '../model/gmt8.ts'

const minuteMs = 60_000
const longestMs = 10 * minuteMs

/**
 * End of an answer's validity: ten minutes from the basket's moment, or earlier at the next moment at which a date, a window, a member day
 * or a hold of a coupon begins or ends.
 */
export function validUntilMs({ atMs }: Pick<Basket, 'atMs'>, coupons: readonly BasketCoupon[]): number {
  const todayMs = startOfDay(atMs)
  const tomorrowMs = todayMs + 1_440 * minuteMs
  const days = { todayMs, tomorrowMs, today: dayOf(todayMs), tomorrow: dayOf(tomorrowMs) }
  const boundaries = coupons.flatMap((coupon) => boundariesOf(coupon, days))
  return Math.min(atMs + longestMs, ...boundaries.filter((boundary) => boundary > atMs))
}

type Days = Readonly<{ todayMs: number; tomorrowMs: number; today: string; tomorrow: string }>

/** Dates, member days and days of windows change at midnight. */
function boundariesOf(
  { startDate, endDate, state, offer }: BasketCoupon,
  { todayMs, tomorrowMs, today, tomorrow }: Days,
): readonly number[] {
  const changesWithDay =
    startDate === tomorrow || endDate === today || offer.who.memberDayOnly === true || offer.windows.length > 0
  return [
    ...(changesWithDay ? [tomorrowMs] : []),
    ...(state.kind === 'held' ? [state.untilMs] : []),
    ...offer.windows.flatMap(({ fromMinute, toMinute }) =>
      [fromMinute, toMinute].map((minute) => todayMs + minute * minuteMs),
    ),
  ]
}
