import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { ShopOrderLine } from '#domain/orders/shop-order'

export const shopOrderLineTable = defineTable({
  name: 'shop_order_line',
  key: ['seller_id', 'order_no', 'line_no'],
  columns: [
    'seller_id',
    'order_no',
    'line_no',
    'goods_id',
    'category',
    'quantity_milli',
    'price_fen',
    'paid_fen',
    'refund_fen',
    'insured_fen',
    'drug_class',
  ],
})

const { text: columns, at } = select(shopOrderLineTable.columns)

export const insertOrderLine = insertInto(shopOrderLineTable)

/** Takes seller and orders: rows with all columns, in order. */
export const findOrderLines = inListTexts(
  (marks) => `SELECT ${columns} FROM shop_order_line
  WHERE seller_id = ? AND order_no IN (${marks}) ORDER BY order_no, line_no`,
)

/** Takes seller and order. */
export const deleteOrderLines = 'DELETE FROM shop_order_line WHERE seller_id = ? AND order_no = ?'

/** Decodes a row with all columns. */
export function orderLineOfRow(row: SqlRow): ShopOrderLine & Readonly<{ orderNo: number }> {
  return {
    orderNo: Number(row[at.order_no]),
    goodsId: String(row[at.goods_id]),
    category: textOf(row[at.category]),
    quantityMilli: numberOf(row[at.quantity_milli]),
    priceFen: Number(row[at.price_fen]),
    paidFen: Number(row[at.paid_fen]),
    refundFen: numberOf(row[at.refund_fen]),
    insuredFen: numberOf(row[at.insured_fen]),
    drugClass: row[at.drug_class] === 'rx' ? 'rx' : undefined,
  }
}
