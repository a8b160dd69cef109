import { bytesOf, number, optionalNumber, optionalText, record, text } from '#database/record'
import { shared } from '#database/shared-statements'
import type { SqlRow } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { OrderHistory } from '#domain/orders/order-history'

const name = record({
  orderNo: number('order_no'),
  /** The stored form. */
  orderId: text('order_id'),
})
const newest = record({
  listPlace: number('list_place'),
  phoneRef: optionalNumber('phone_ref'),
  cardRef: optionalNumber('card_ref'),
  status: optionalText('status'),
  shop: optionalText('shop'),
  channel: optionalText('channel'),
  paidFen: number('paid_fen'),
  deliveryFen: optionalNumber('delivery_fen'),
  createdAtMs: number('created_at_ms'),
  paidAtMs: optionalNumber('paid_at_ms'),
  stampMs: optionalNumber('stamp_ms'),
  syncedAtMs: number('synced_at_ms'),
  eventSeq: number('event_seq'),
  version: number('version'),
  keyNo: number('key_no'),
})

/** The columns that the newest version of an order sets. */
const versionColumns = [...newest.columns, 'versions_text', 'content_sealed'] as const

export const shopOrderTable = defineTable({
  name: 'shop_order',
  key: ['seller_id', 'order_no'],
  columns: ['seller_id', ...name.columns, ...versionColumns],
})

const { text: columns, at, named } = select(shopOrderTable.columns)

/** A row with all columns, by their names. */
export const namedOrder = named

export const insertOrder = insertInto(shopOrderTable)

const findExistingOrders = sql`SELECT order_id FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

export const findOrder = shared(
  sql`SELECT ${columns} FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')}`,
  {
    kind: 'presence',
    by: 'orderId',
    find: ({ sellerId }, orderIds) =>
      findExistingOrders({ sellerId: String(sellerId), orderIds: orderIds.map(String) }),
    limit: Number.POSITIVE_INFINITY,
  },
)

/** The rows have all columns and are in order. */
export const findOrdersAt = sql`SELECT ${columns} FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND list_place IN (${p.numbers('listPlaces')}) ORDER BY list_place`

const listed = select(['seller_id', ...name.columns, ...newest.columns])

/** The same without what only single orders show. */
export const findListedOrdersAt = sql`SELECT ${listed.text} FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND list_place IN (${p.numbers('listPlaces')}) ORDER BY list_place`

const changed = assign(versionColumns)

/** Changes an order that still has the version that was read. @param row with all columns, as it is to be stored */
export const changeOrder = taking(
  sql`UPDATE shop_order SET ${changed}
  WHERE seller_id = ${p.cell('sellerId')} AND order_no = ${p.cell('orderNo')} AND version = ${p.number('fromVersion')}`,
  (row: SqlRow, fromVersion: number) => {
    const { seller_id: sellerId, order_no: orderNo, ...cells } = named(row)
    return { ...cells, sellerId, orderNo, fromVersion }
  },
)

const [readName, readNewest] = [name.decoder(listed.at), newest.decoder(listed.at)]

/** An order as lists read it. */
export type ListedOrderRow = ReturnType<typeof listedOrderOfRow>

/** An order as its row has it. */
export type OrderRow = ListedOrderRow & Readonly<{ history: OrderHistory; contentSealed: Uint8Array }>

/** Decodes a row with all columns, which begin with those of lists. */
export function orderOfRow(row: SqlRow): OrderRow {
  return {
    ...listedOrderOfRow(row),
    history: JSON.parse(String(row[at.versions_text])),
    contentSealed: bytesOf(row[at.content_sealed]) ?? new Uint8Array(0),
  }
}

/** Decodes a row of `findListedOrdersAt`. */
export function listedOrderOfRow(row: SqlRow) {
  return { ...readName(row), ...readNewest(row) } as const
}
