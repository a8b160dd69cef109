import { bytesOf, numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, type NamedRow, select } from '#database/table'
import type { OrderHistory } from '#domain/orders/order-history'

/** The columns that the newest version of an order sets. */
const versionColumns = [
  'list_place',
  'phone_ref',
  'card_ref',
  'status',
  'shop',
  'channel',
  'paid_fen',
  'delivery_fen',
  'created_at_ms',
  'paid_at_ms',
  'stamp_ms',
  'synced_at_ms',
  'event_seq',
  'version',
  'key_no',
  'versions_text',
  'content_sealed',
] as const

export const shopOrderTable = defineTable({
  name: 'shop_order',
  key: ['seller_id', 'order_no'],
  columns: ['seller_id', 'order_no', 'order_id', ...versionColumns],
})

const { text: columns, at, named } = select(shopOrderTable.columns)

/** A row with all columns, by their names. */
export const namedOrder = named

export const insertOrder = insertInto(shopOrderTable)

/** Takes seller and the stored form of the order's id. */
export const findOrder = `SELECT ${columns} FROM shop_order WHERE seller_id = ? AND order_id = ?`

/** Takes seller and places: rows with all columns, in order. */
export const findOrdersAt = inListTexts(
  (marks) => `SELECT ${columns} FROM shop_order WHERE seller_id = ? AND list_place IN (${marks}) ORDER BY list_place`,
)

/** The same without what only single orders show. */
const listedColumns = shopOrderTable.columns.filter(
  (column) => column !== 'versions_text' && column !== 'content_sealed',
)
const listed = select(listedColumns)

export const findListedOrdersAt = inListTexts(
  (marks) =>
    `SELECT ${listed.text} FROM shop_order WHERE seller_id = ? AND list_place IN (${marks}) ORDER BY list_place`,
)

const changed = assign(versionColumns)

/** Takes the values of `encodeOrderChange`. */
export const changeOrder = `UPDATE shop_order SET ${changed.text} WHERE seller_id = ? AND order_no = ? AND version = ?`

/** @param row with all columns, as it is to be stored @param version that it has now */
export function encodeOrderChange(row: SqlRow, version: number): readonly SqlValue[] {
  const { seller_id, order_no, ...columnsOfRow } = named(row)
  return [...changed.encode(columnsOfRow), seller_id, order_no, version]
}

/** An order as lists read it. */
export type ListedOrderRow = Readonly<{
  orderNo: number
  /** The stored form. */
  orderId: string
  listPlace: number
  phoneRef: number | undefined
  cardRef: number | undefined
  status: string | undefined
  shop: string | undefined
  channel: string | undefined
  paidFen: number
  createdAtMs: number
  paidAtMs: number | undefined
  stampMs: number | undefined
  syncedAtMs: number
  version: number
  keyNo: number
}>

/** An order as its row has it. */
export type OrderRow = ListedOrderRow & Readonly<{ history: OrderHistory; contentSealed: Uint8Array }>

/** Decodes a row with all columns. */
export function orderOfRow(row: SqlRow): OrderRow {
  return {
    ...decode(named(row)),
    history: JSON.parse(String(row[at.versions_text])),
    contentSealed: bytesOf(row[at.content_sealed]) ?? new Uint8Array(0),
  }
}

/** Decodes a row of `findListedOrdersAt`. */
export function listedOrderOfRow(row: SqlRow): ListedOrderRow {
  return decode(listed.named(row))
}

function decode(row: NamedRow<(typeof listedColumns)[number]>): ListedOrderRow {
  return {
    orderNo: Number(row.order_no),
    orderId: String(row.order_id),
    listPlace: Number(row.list_place),
    phoneRef: numberOf(row.phone_ref),
    cardRef: numberOf(row.card_ref),
    status: textOf(row.status),
    shop: textOf(row.shop),
    channel: textOf(row.channel),
    paidFen: Number(row.paid_fen),
    createdAtMs: Number(row.created_at_ms),
    paidAtMs: numberOf(row.paid_at_ms),
    stampMs: numberOf(row.stamp_ms),
    syncedAtMs: Number(row.synced_at_ms),
    version: Number(row.version),
    keyNo: Number(row.key_no),
  }
}
