import { searchOrders } from '@yaoquan/api'
import { searchOrders as search } from '#domain/search/search-orders'
import type { LifecycleDependencies, Method } from './method.ts'
import { readDay } from './read-times.ts'
import { errorResult } from './refused-result.ts'
import { listedOrder } from './shown-order.ts'

/** Orders by member and day, page by page. */
export function searchOrdersMethod({ orders }: LifecycleDependencies): Method<typeof searchOrders> {
  return {
    definition: searchOrders,
    async call({ cursor, limit = 100, ...filter }, { sellerId }) {
      for (const name of ['createdFrom', 'createdTo'] as const) {
        if (filter[name] !== undefined) readDay(searchOrders.request[name].wire, filter[name])
      }
      const page = await search({ orders, sellerId, filter, cursor, limit })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), orders: [] } }
      return { result: { orders: page.rows.map(listedOrder), nextCursor: page.nextCursor, success: true } }
    },
  }
}
