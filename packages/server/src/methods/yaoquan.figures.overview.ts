import { type InputOf, overviewFigures, type ResponseOf } from '@yaoquan/api'
import { addDays, dayOf, momentText } from '#domain/dates'
import type { Figures, Outstanding } from '#domain/figures/figures'
import { type Period, readOverview } from '#domain/figures/overview'
import { formatPrice } from '#domain/money'
import { InvalidInput, ifGiven, type LifecycleDependencies, type Method } from './method.ts'
import { checkPeriod, daysOf, readDay, readPeriod } from './read-times.ts'

type Input = InputOf<typeof overviewFigures>
type Shown = ResponseOf<typeof overviewFigures>['result']

const maxDays = 400

/** Figures of a period beside those of another one. */
export function overviewFiguresMethod({ figures }: LifecycleDependencies): Method<typeof overviewFigures> {
  return {
    definition: overviewFigures,
    async call(input, { sellerId, nowMs }) {
      const { couponId, channel, shop, groupBy, limit = maxDays } = input
      const today = dayOf(nowMs)
      const period = readPeriod(input, today, maxDays)
      const compared = comparedPeriod(input, period)
      const request = { sellerId, period, compared, filter: { couponId, channel, shop }, groupBy, limit, today }
      const { state, totals, rows, ...found } = await readOverview(figures, request)
      return {
        result: {
          asOfEvent: state.asOfSeq,
          asOf: ifGiven(state.asOfMs, momentText),
          newestEvent: state.newestSeq,
          missingThroughEvent: state.missingThroughSeq === 0 ? undefined : state.missingThroughSeq,
          ...period,
          comparedFrom: compared.fromDay,
          comparedTo: compared.toDay,
          totals: shownFigures(totals),
          compared: shownFigures(found.compared),
          rows: rows.map((row) => ({ name: row.name, ...shownFigures(row.figures) })),
          outstanding: found.outstanding && shownOutstanding(found.outstanding),
          expiring: found.expiring && shownOutstanding(found.expiring),
          success: true,
        },
      }
    },
  }
}

/** @returns the period of the same length before, unless another is given */
function comparedPeriod({ comparedFrom, comparedTo }: Input, { fromDay, toDay }: Period): Period {
  if (comparedFrom === undefined && comparedTo === undefined) {
    return { fromDay: addDays(fromDay, -daysOf({ fromDay, toDay })), toDay: addDays(fromDay, -1) }
  }
  if (comparedFrom === undefined)
    throw new InvalidInput('compared_from', {
      zh: '须与 compared_to 一起传',
      en: 'must be sent together with compared_to',
    })
  if (comparedTo === undefined)
    throw new InvalidInput('compared_to', {
      zh: '须与 compared_from 一起传',
      en: 'must be sent together with compared_from',
    })
  const compared = { fromDay: readDay('compared_from', comparedFrom), toDay: readDay('compared_to', comparedTo) }
  return checkPeriod('compared_to', compared, maxDays)
}

function shownFigures({ offFen, returnedFen, orderFen, daysToRedeem, ...counts }: Figures): Shown['totals'] {
  const { redeemed, priced, issued, usedOfIssued } = counts
  return {
    ...counts,
    offAmount: formatPrice(offFen),
    averageOff: priced === 0 ? undefined : formatPrice(Math.round(offFen / priced)),
    returnedAmount: formatPrice(returnedFen),
    orderAmount: formatPrice(orderFen),
    redemptionRate: issued === 0 ? undefined : ((usedOfIssued / issued) * 100).toFixed(2),
    averageDaysToRedeem: redeemed === 0 ? undefined : (daysToRedeem / redeemed).toFixed(1),
  }
}

function shownOutstanding({ coupons, worstFen, uncapped }: Outstanding): NonNullable<Shown['outstanding']> {
  return { coupons, worstAmount: formatPrice(worstFen), uncapped }
}
