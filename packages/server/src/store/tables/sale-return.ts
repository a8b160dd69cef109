import { numberOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { Sale, SaleReturn } from '#domain/sales/sale'
import { readReturnedCoupons, readReturnedLines } from '#domain/sales/sale-text'

export const saleReturnTable = defineTable({
  name: 'sale_return',
  key: ['seller_id', 'order_id', 'sale_no', 'return_no'],
  columns: [
    'seller_id',
    'order_id',
    'sale_no',
    'return_no',
    'event_seq',
    'at_ms',
    'shop',
    'refund_fen',
    'off_fen',
    'lines_text',
    'coupons_text',
    'gifts_text',
  ],
})

const { text: columns, at } = select(saleReturnTable.columns)

export const insertSaleReturn = insertInto(saleReturnTable)

/** The rows have all columns and are in order. */
export const findReturnsOfOrders = sql`SELECT ${columns} FROM sale_return WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')}) ORDER BY order_id, sale_no, return_no`

/** Like `findReturnsOfOrders`, for sales from that number on. */
export const findReturnsOfSales = sql`SELECT ${columns} FROM sale_return
  WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')}) AND sale_no >= ${p.number('fromSaleNo')} ORDER BY order_id, sale_no, return_no`

/** The newest returns of an order that say which uses ended, at most, for the reason of `maxOnOrder`. */
export const maxEndingReturns = 200

/** The coupons of the newest returns, decoded by `couponsOfRow`. */
export const findCouponsOfReturns = sql`SELECT coupons_text FROM sale_return
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} ORDER BY sale_no DESC, return_no DESC LIMIT ${p.number('limit')}`

/** Decodes a row of `findCouponsOfReturns`. */
export function couponsOfRow([text]: SqlRow): Pick<SaleReturn, 'coupons'> {
  return { coupons: readReturnedCoupons(String(text)) }
}

/**
 * Returns from `fromMs` to before `beforeMs`, with all columns; `offset` of the first moment are left out. They are in order
 * of time.
 */
export const listReturnsByTime = sql`SELECT ${columns} FROM sale_return
  WHERE seller_id = ${p.text('sellerId')} AND at_ms >= ${p.number('fromMs')} AND at_ms < ${p.number('beforeMs')} ORDER BY at_ms LIMIT ${p.number('limit')} OFFSET ${p.number('offset')}`

/** Decodes a row with all columns. */
export function saleReturnOfRow(
  row: SqlRow,
): SaleReturn & Pick<Sale, 'orderForm' | 'saleNo'> & Readonly<{ eventSeq: number }> {
  return {
    orderForm: String(row[at.order_id]),
    saleNo: Number(row[at.sale_no]),
    eventSeq: Number(row[at.event_seq]),
    atMs: Number(row[at.at_ms]),
    refundFen: numberOf(row[at.refund_fen]),
    lines: readReturnedLines(String(row[at.lines_text])),
    coupons: readReturnedCoupons(String(row[at.coupons_text])),
    giftsBack: JSON.parse(String(row[at.gifts_text])),
  }
}
