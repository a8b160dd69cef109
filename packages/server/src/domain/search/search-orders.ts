import { plainPhone } from '#domain/members/find-member'
import type { ListedOrder, OrderFilter, OrderReader } from '#domain/orders/order-store'
import { readCursor, writeCursor } from './search-cursor.ts'

type OrderSearch = Readonly<{
  orders: Pick<OrderReader, 'searchOrders'>
  sellerId: string
  filter: OrderFilter
  /** Of the page before; absent at the start. */
  cursor: string | undefined
  /** 1..200 */
  limit: number
}>

type FoundOrders =
  | Readonly<{ kind: 'page'; orders: readonly ListedOrder[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>

/** One page of the orders that meet all filters, by day and number. */
export async function searchOrders({ orders, sellerId, cursor, limit, ...search }: OrderSearch): Promise<FoundOrders> {
  const filter = { ...search.filter, phone: plainPhone(search.filter.phone) }
  const ofOrders = { orders: filter }
  const afterPlace = cursor === undefined ? 0 : readCursor(cursor, ofOrders)
  if (afterPlace === undefined) return { kind: 'invalid-cursor' }
  const page = await orders.searchOrders({ sellerId, filter, afterPlace, limit })
  const { nextPlace } = page
  return {
    kind: 'page',
    orders: page.orders,
    nextCursor: nextPlace === undefined ? undefined : writeCursor(nextPlace, ofOrders),
  }
}
