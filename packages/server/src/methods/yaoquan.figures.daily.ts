import { dailyFigures } from '@yaoquan/api'
import { dayOf } from '#domain/dates'
import { maxDailyDays, readDaily } from '#domain/figures/daily'
import type { Figures } from '#domain/figures/figures'
import { formatPrice } from '#domain/money'
import type { LifecycleDependencies, Method } from './method.ts'
import { readPeriod } from './read-times.ts'

const usualGroups = 7

/** Figures by day and group. */
export function dailyFiguresMethod({ figures }: LifecycleDependencies): Method<typeof dailyFigures> {
  return {
    definition: dailyFigures,
    async call(input, { sellerId, nowMs }) {
      const { couponId, channel, shop, groupBy, names: named, limit = usualGroups } = input
      const period = readPeriod(input, dayOf(nowMs), maxDailyDays)
      const request = { sellerId, ...period, couponId, channel, shop }
      const names = named === undefined || named.length === 0 ? undefined : [...new Set(named)]
      const daily = await readDaily(figures, { asked: request, groupBy, names, limit })
      return {
        result: {
          ...period,
          names: [...daily.names],
          rows: daily.rows.map(({ day, name, figures: sums }) => ({ day, name, ...shown(sums) })),
          totals: daily.totals.map(({ name: day, figures: sums }) => ({ day, ...shown(sums) })),
          success: true,
        },
      }
    },
  }
}

function shown({ issued, redeemed, offFen }: Figures) {
  return { issued, redeemed, offAmount: formatPrice(offFen) }
}
