import { sumCosts } from '@yaoquan/api'
import { addDays, dayOf } from '#domain/dates'
import { sumCosts as sum } from '#domain/reconciliation/sum-costs'
import type { LifecycleDependencies, Method } from './method.ts'
import { checkPeriod, daysOf, readDay } from './read-times.ts'
import { shownLine, shownSum } from './yaoquan.reconciliation.get.ts'

const maxDays = 366

/** What coupons cost in a period. */
export function sumCostsMethod({ reports }: Pick<LifecycleDependencies, 'reports'>): Method<typeof sumCosts> {
  return {
    definition: sumCosts,
    async call({ fromDay: from, toDay: to, groupBy }, { sellerId, nowMs }) {
      const toDay = to === undefined ? addDays(dayOf(nowMs), -1) : readDay('to_day', to)
      const fromDay = from === undefined ? `${toDay.slice(0, 'YYYY-MM'.length)}-01` : readDay('from_day', from)
      const period = checkPeriod('to_day', { fromDay, toDay }, maxDays)
      const { reportedDays, cutDays, total, lines } = await sum({ reports, sellerId, groupBy, ...period })
      const counts = { days: daysOf(period), reportedDays, cutDays }
      return { result: { ...period, ...counts, ...shownSum(total), rows: lines.map(shownLine), success: true } }
    },
  }
}
