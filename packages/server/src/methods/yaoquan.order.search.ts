import { searchOrders } from '@yaoquan/api'
import { isCalendarDay } from '#domain/dates'
import { searchOrders as search } from '#domain/search/search-orders'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { listedOrder } from './shown-order.ts'

/** Orders by member and day, page by page. */
export function searchOrdersMethod({ orders }: LifecycleDependencies): Method<typeof searchOrders> {
  return {
    definition: searchOrders,
    async call({ cursor, limit = 100, ...filter }, { sellerId }) {
      for (const name of ['createdFrom', 'createdTo'] as const) {
        if (filter[name] === undefined || isCalendarDay(filter[name])) continue
        throw new InvalidInput(searchOrders.request[name].wire, '应为 YYYY-MM-DD 格式的有效日期')
      }
      const page = await search({ orders, sellerId, filter, cursor, limit })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), orders: [] } }
      return { result: { orders: page.orders.map(listedOrder), nextCursor: page.nextCursor, success: true } }
    },
  }
}
