import { textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { Sale, SaleRules } from '#domain/sales/sale'
import { readSaleLines, saleLinesText } from '#domain/sales/sale-text'

const changedColumns = ['version', 'paid_fen', 'threshold_base', 'insured', 'lines_text', 'redemptions_text'] as const

export const saleTable = defineTable({
  name: 'sale',
  key: ['seller_id', 'order_id', 'sale_no'],
  columns: [
    'seller_id',
    'order_id',
    'sale_no',
    'version',
    'at_ms',
    'shop',
    'paid_fen',
    'threshold_base',
    'insured',
    'lines_text',
    'redemptions_text',
  ],
})

const { text: columns, at, named } = select(saleTable.columns)

export const insertSale = insertInto(saleTable)

/** The newest sales of an order that are looked at, at most. */
export const maxSalesOfOrder = 20

/** Takes seller, order and limit: rows with all columns, the newest first. */
export const findSalesOfOrder = sql`SELECT ${columns} FROM sale
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} ORDER BY sale_no DESC LIMIT ${p.number('limit')}`

/** Takes seller and orders: rows with all columns. */
export const findSalesOfOrders = sql`SELECT ${columns} FROM sale WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

/** Takes seller and order; gives the number of its newest sale, or NULL. */
export const findNewestSaleNo = sql`SELECT MAX(sale_no) FROM sale WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')}`

const changed = assign(changedColumns)

/** Takes the values of `encodeSaleChange`. */
export const changeSale = sql`UPDATE sale SET ${changed}
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} AND sale_no = ${p.number('saleNo')} AND version = ${p.number('fromVersion')}`

/** @param row as it is to be stored; its version is one more than the stored one */
export function encodeSaleChange(row: SqlRow): readonly SqlValue[] {
  const { seller_id, order_id, sale_no, version, at_ms: _at, shop: _shop, ...rest } = named(row)
  return [...changed.encode({ version, ...rest }), seller_id, order_id, sale_no, Number(version) - 1]
}

type SaleCells = Pick<Sale, 'lines' | 'rules' | 'paidFen' | 'redemptionIds'>

/** The columns that change when coupons join a sale. */
export function saleCells({ lines, rules, paidFen, redemptionIds }: SaleCells) {
  return {
    paid_fen: paidFen,
    threshold_base: rules.thresholdBase,
    insured: rules.insured,
    lines_text: saleLinesText(lines),
    redemptions_text: redemptionIds.join(','),
  } as const
}

/** A row with the next version, and other values in some columns. */
export function nextSaleRow(row: SqlRow, cells: Partial<ReturnType<typeof saleCells>> = {}): readonly SqlValue[] {
  return insertSale.encode({ ...named(row), version: Number(row[at.version]) + 1, ...cells })
}

export type SaleRow = Omit<Sale, 'returns'> & Readonly<{ atMs: number }>

/** Decodes a row with all columns. */
export function saleOfRow(row: SqlRow): SaleRow {
  return {
    orderForm: String(row[at.order_id]),
    saleNo: Number(row[at.sale_no]),
    version: Number(row[at.version]),
    atMs: Number(row[at.at_ms]),
    shop: textOf(row[at.shop]),
    paidFen: Number(row[at.paid_fen]),
    // Only this program writes the table, so the words are not checked.
    rules: { thresholdBase: String(row[at.threshold_base]), insured: String(row[at.insured]) } as SaleRules,
    lines: readSaleLines(String(row[at.lines_text])),
    redemptionIds: String(row[at.redemptions_text]).split(','),
  }
}
