import { number, optionalNumber, optionalText, record, text } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { ShopOrderLine } from '#domain/orders/shop-order'

const line = record({
  goodsId: text('goods_id'),
  category: optionalText('category'),
  quantityMilli: optionalNumber('quantity_milli'),
  priceFen: number('price_fen'),
  paidFen: number('paid_fen'),
  refundFen: optionalNumber('refund_fen'),
  insuredFen: optionalNumber('insured_fen'),
})

export const shopOrderLineTable = defineTable({
  name: 'shop_order_line',
  key: ['seller_id', 'order_no', 'line_no'],
  columns: ['seller_id', 'order_no', 'line_no', ...line.columns, 'drug_class'],
})

const { text: columns, at } = select(shopOrderLineTable.columns)
const read = line.decoder(at)

export const insertOrderLine = insertInto(shopOrderLineTable)

/** The row of a line. @param key with the number of the line in its order, from 1 */
export function encodeOrderLine(
  { sellerId, orderNo, lineNo }: Readonly<{ sellerId: string; orderNo: number; lineNo: number }>,
  input: ShopOrderLine,
): readonly SqlValue[] {
  const key = { seller_id: sellerId, order_no: orderNo, line_no: lineNo }
  return insertOrderLine.encode({ ...key, ...line.cells(input), drug_class: input.drugClass })
}

/** The rows have all columns and are in order. */
export const findOrderLines = sql`SELECT ${columns} FROM shop_order_line WHERE seller_id = ${p.text('sellerId')} AND order_no IN (${p.numbers('orderNos')}) ORDER BY order_no, line_no`

export const deleteOrderLines = sql`DELETE FROM shop_order_line WHERE seller_id = ${p.text('sellerId')} AND order_no = ${p.number('orderNo')}`

/** Decodes a row with all columns. */
export function orderLineOfRow(row: SqlRow): ShopOrderLine & Readonly<{ orderNo: number }> {
  const drugClass = row[at.drug_class] === 'rx' ? 'rx' : undefined
  return { orderNo: Number(row[at.order_no]), ...read(row), drugClass }
}
