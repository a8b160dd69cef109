import { plainPhone } from '#domain/members/find-member'
import type { ListedOrder, OrderFilter, OrderReader } from '#domain/orders/order-store'
import type { Page, Paging } from '#domain/page'
import { readCursor, writeCursor } from './search-cursor.ts'

type OrderSearch = Paging & Readonly<{ orders: Pick<OrderReader, 'searchOrders'>; filter: OrderFilter }>

/** One page of the orders that meet all filters, by day and number. */
export async function searchOrders({ orders, ...search }: OrderSearch): Promise<Page<ListedOrder>> {
  const { sellerId, cursor, limit } = search
  const filter = { ...search.filter, phone: plainPhone(search.filter.phone) }
  const ofOrders = { orders: filter }
  const afterPlace = cursor === undefined ? 0 : readCursor(cursor, ofOrders)
  if (afterPlace === undefined) return { kind: 'invalid-cursor' }
  const { orders: rows, nextPlace } = await orders.searchOrders({ sellerId, filter, afterPlace, limit })
  const nextCursor = nextPlace === undefined ? undefined : writeCursor(nextPlace, ofOrders)
  return { kind: 'page', rows, nextCursor }
}
