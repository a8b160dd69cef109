import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { addDays } from '#domain/dates'
import { noHistory } from '#domain/orders/order-history'
import {
  firstPlaceOf,
  type ListedOrder,
  type OrderQuery,
  type OrderReader,
  type ShopOrder,
} from '#domain/orders/order-store'
import type { Identifiers } from '#store/members/identifiers'
import { openOrderContents } from '#store/members/sealed-contents'
import { findIdForm, isSealedForm, openForms } from '#store/members/stored-form'
import {
  findNewestOrdersOfMember,
  findOrdersOfMember,
  type OrderList,
  orderListsOf,
  placeOfRow,
} from '#store/tables/order-lists'
import {
  findListedOrdersAt,
  findOrder,
  findOrdersAt,
  type ListedOrderRow,
  listedOrderOfRow,
  type OrderRow,
  orderOfRow,
} from '#store/tables/shop-order'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { findOrderLines, orderLineOfRow } from '#store/tables/shop-order-line'
import type { CouponKeyFinder } from './coupon-keys.ts'

type OrderSource = Readonly<{ reader: SqlReader; keys: CouponKeyFinder; identifiers: Identifiers }>

/** Reads orders. */
export function createOrderReader(source: OrderSource): OrderReader {
  const { reader, keys } = source
  return {
    async findOrder(sellerId, orderId) {
      const form = await findIdForm(source, sellerId, orderId)
      const row = form === undefined ? undefined : await reader.one(findOrder({ sellerId, orderId: form }))
      return row && (await detailed(source, sellerId, [orderOfRow(row)])).at(0)
    },
    async searchOrders(query) {
      const { sellerId, filter, limit } = query
      const found = await keys.find(sellerId, { phone: filter.phone, cardNo: filter.cardNo })
      if (found === undefined) return { orders: [], nextPlace: undefined }
      const places = await placesOf(source, orderListsOf(found), query)
      const page = places.slice(0, limit)
      if (page.length === 0) return { orders: [], nextPlace: undefined }
      const rows = await allInList(reader, findListedOrdersAt, { sellerId, listPlaces: page })
      const orders = await listed(source, sellerId, rows.map(listedOrderOfRow))
      return { orders, nextPlace: places.length > limit ? page.at(-1) : undefined }
    },
    async listOrdersOfMember({ sellerId, memberNo, afterPlace, limit }) {
      const after = { sellerId, memberNo, afterPlace, limit: limit + 1 }
      const places = (await reader.all(findOrdersOfMember(after))).map(placeOfRow)
      const page = places.slice(0, limit)
      if (page.length === 0) return { orders: [], nextPlace: undefined }
      const rows = await allInList(reader, findOrdersAt, { sellerId, listPlaces: page })
      const orders = await detailed(source, sellerId, rows.map(orderOfRow))
      return { orders, nextPlace: places.length > limit ? page.at(-1) : undefined }
    },
    async listNewestOrdersOfMember({ sellerId, memberNo, beforePlace = Number.MAX_SAFE_INTEGER, limit }) {
      const found = await reader.all(findNewestOrdersOfMember({ sellerId, memberNo, beforePlace, limit }))
      const listPlaces = found.map(placeOfRow)
      const rows = (await allInList(reader, findListedOrdersAt, { sellerId, listPlaces })).map(listedOrderOfRow)
      const orders = await listed(source, sellerId, rows)
      return orders
        .map((order, index) => ({ place: rows[index]?.listPlace ?? 0, order }))
        .toSorted((left, right) => right.place - left.place)
    },
  }
}

/** The first places of the lists together, one more than the limit, in order. */
async function placesOf(
  { reader }: OrderSource,
  lists: readonly OrderList[],
  { sellerId, filter, afterPlace, limit }: OrderQuery,
): Promise<readonly number[]> {
  const { createdFrom, createdTo } = filter
  const after = Math.max(afterPlace, createdFrom === undefined ? 0 : firstPlaceOf(createdFrom))
  const upTo = createdTo === undefined ? Number.MAX_SAFE_INTEGER : firstPlaceOf(addDays(createdTo, 1))
  const places = new Set<number>()
  for (const list of lists) {
    const rows = await reader.all(list({ sellerId, after, upTo, limit: limit + 1 }))
    for (const row of rows) places.add(placeOfRow(row))
  }
  return [...places].toSorted((left, right) => left - right).slice(0, limit + 1)
}

async function listed(
  source: OrderSource,
  sellerId: string,
  rows: readonly ListedOrderRow[],
): Promise<readonly ListedOrder[]> {
  const { reader, identifiers } = source
  const refs = (name: 'phoneRef' | 'cardRef') => rows.map((row) => row[name]).filter((ref) => ref !== undefined)
  const phones = await identifiers.openAll(reader, 'phone', { sellerId, refs: refs('phoneRef') })
  const cards = await identifiers.openAll(reader, 'card', { sellerId, refs: refs('cardRef') })
  const forms = rows.map(({ orderId }) => orderId).filter(isSealedForm)
  const textOf = await openForms({ reader, identifiers }, sellerId, forms)
  const list = rows.map(({ orderNo }) => orderNo)
  const coupons = (await allInList(reader, findOrderCoupons, { sellerId, orderNos: list })).map(orderCouponOfRow)
  return rows.map((row) => ({
    orderId: isSealedForm(row.orderId) ? textOf(row.orderId) : row.orderId,
    status: row.status,
    createdAtMs: row.createdAtMs,
    paidAtMs: row.paidAtMs,
    stampMs: row.stampMs,
    syncedAtMs: row.syncedAtMs,
    paidFen: row.paidFen,
    phone: row.phoneRef === undefined ? undefined : phones.get(row.phoneRef),
    cardNo: row.cardRef === undefined ? undefined : cards.get(row.cardRef),
    shop: row.shop,
    channel: row.channel,
    coupons: ofOrder(coupons, row.orderNo),
  }))
}

async function detailed(
  source: OrderSource,
  sellerId: string,
  rows: readonly OrderRow[],
): Promise<readonly ShopOrder[]> {
  const { reader, identifiers } = source
  const orders = await listed(source, sellerId, rows)
  const contents = await openOrderContents({ identifiers, sellerId }, rows)
  const list = rows.map(({ orderNo }) => orderNo)
  const lines = (await allInList(reader, findOrderLines, { sellerId, orderNos: list })).map(orderLineOfRow)
  return orders.map((order, place) => ({
    ...order,
    lines: ofOrder(lines, rows[place]?.orderNo),
    history: rows[place]?.history ?? noHistory,
    content: contents[place],
  }))
}

/** The lines or coupons of one order. */
function ofOrder<Part>(
  parts: readonly (Part & Readonly<{ orderNo: number }>)[],
  orderNo: number | undefined,
): readonly Part[] {
  return parts.filter((part) => part.orderNo === orderNo)
}
