import { type InputOf, listRedemptions, type ResponseOf } from '@yaoquan/api'
import { dayMs, isCalendarDay, parseMoment, startOfDay } from '#domain/dates'
import type { Page } from '#domain/page'
import { listRedemptions as list, listUploads, type RedemptionFilter } from '#domain/search/redemption-search'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { readDay } from './read-times.ts'
import { errorResult } from './refused-result.ts'
import { shownRedemption, shownUpload } from './shown-redemption.ts'

type Input = InputOf<typeof listRedemptions>

/** Redemptions by order, shop, time and coupon, page by page. */
export function listRedemptionsMethod({
  redemptions,
}: Pick<LifecycleDependencies, 'redemptions'>): Method<typeof listRedemptions> {
  return {
    definition: listRedemptions,
    async call(input, { sellerId }) {
      const { cursor, limit = 100, newestFirst: isNewestFirst, returned, verdict } = input
      if (verdict !== undefined && returned !== undefined) {
        throw new InvalidInput('returned', { zh: '与 verdict 不能同时传', en: 'may not be sent with verdict' })
      }
      if (verdict !== undefined && isNewestFirst)
        throw new InvalidInput('newest_first', { zh: '与 verdict 不能同时传', en: 'may not be sent with verdict' })
      const search = { redemptions, sellerId, cursor, limit, isNewestFirst }
      const { isReturned, ...filter } = filterOf(input)
      if (verdict === undefined)
        return answer(await list({ ...search, filter: { ...filter, isReturned } }), shownRedemption)
      return answer(await listUploads({ ...search, filter: { ...filter, verdict } }), shownUpload)
    },
  }
}

type Response = ResponseOf<typeof listRedemptions>

function answer<Row>(page: Page<Row>, shown: (row: Row) => Response['result']['redemptions'][number]): Response {
  if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), redemptions: [] } }
  return { result: { redemptions: page.rows.map(shown), nextCursor: page.nextCursor, success: true } }
}

function filterOf({ orderId, shop, couponCode, returned: isReturned, ...times }: Input): RedemptionFilter {
  return { orderId, shop, couponCode, isReturned, ...periodOf(times) }
}

type Period = Pick<Input, 'day' | 'redeemedFrom' | 'redeemedTo'>

function periodOf({ day, redeemedFrom: from, redeemedTo: to }: Period): Pick<RedemptionFilter, 'fromMs' | 'untilMs'> {
  if (day !== undefined) {
    if (from !== undefined || to !== undefined)
      throw new InvalidInput('day', {
        zh: '与 redeemed_from、redeemed_to 不能同时传',
        en: 'may not be sent with redeemed_from or redeemed_to',
      })
    const fromMs = startOfDay(readDay('day', day))
    return { fromMs, untilMs: fromMs + dayMs }
  }
  const [first, last] = [from, to].map((text, place) => momentsOf(place === 0 ? 'redeemed_from' : 'redeemed_to', text))
  if (first !== undefined && last !== undefined && first.fromMs >= last.untilMs) {
    throw new InvalidInput('redeemed_to', { zh: '不得早于 redeemed_from', en: 'must not be before redeemed_from' })
  }
  return { fromMs: first?.fromMs, untilMs: last?.untilMs }
}

/** The moments of a day or of a second. */
function momentsOf(field: string, text: string | undefined): Readonly<{ fromMs: number; untilMs: number }> | undefined {
  if (text === undefined) return undefined
  if (isCalendarDay(text)) return { fromMs: startOfDay(text), untilMs: startOfDay(text) + dayMs }
  const fromMs = parseMoment(text)
  if (fromMs === undefined)
    throw new InvalidInput(field, {
      zh: '应为 YYYY-MM-DD 的日期或 YYYY-MM-DD HH:mm:ss 的时间（GMT+8）',
      en: 'must be a day as YYYY-MM-DD or a time as YYYY-MM-DD HH:mm:ss (GMT+8)',
    })
  return { fromMs, untilMs: fromMs + 1000 }
}
