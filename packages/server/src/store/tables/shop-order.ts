import { bytesOf, numberOf, textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
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
  'created_at_ms',
  'paid_at_ms',
  'stamp_ms',
  'synced_at_ms',
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

const changed = assign(versionColumns)

/** Takes the values of `encodeOrderChange`. */
export const changeOrder = `UPDATE shop_order SET ${changed.text} WHERE seller_id = ? AND order_no = ? AND version = ?`

/** @param row with all columns, as it is to be stored @param version that it has now */
export function encodeOrderChange(row: SqlRow, version: number): readonly SqlValue[] {
  const { seller_id, order_no, ...columnsOfRow } = named(row)
  return [...changed.encode(columnsOfRow), seller_id, order_no, version]
}

/** An order as its row has it. */
export type OrderRow = Readonly<{
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
  history: OrderHistory
  contentSealed: Uint8Array
}>

/** Decodes a row with all columns. */
export function orderOfRow(row: SqlRow): OrderRow {
  return {
    orderNo: Number(row[at.order_no]),
    orderId: String(row[at.order_id]),
    listPlace: Number(row[at.list_place]),
    phoneRef: numberOf(row[at.phone_ref]),
    cardRef: numberOf(row[at.card_ref]),
    status: textOf(row[at.status]),
    shop: textOf(row[at.shop]),
    channel: textOf(row[at.channel]),
    paidFen: Number(row[at.paid_fen]),
    createdAtMs: Number(row[at.created_at_ms]),
    paidAtMs: numberOf(row[at.paid_at_ms]),
    stampMs: numberOf(row[at.stamp_ms]),
    syncedAtMs: Number(row[at.synced_at_ms]),
    version: Number(row[at.version]),
    keyNo: Number(row[at.key_no]),
    history: JSON.parse(String(row[at.versions_text])),
    contentSealed: bytesOf(row[at.content_sealed]) ?? new Uint8Array(0),
  }
}
