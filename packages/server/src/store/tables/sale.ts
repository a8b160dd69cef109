import { textOf } from '#database/record'
import { shared } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
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

/** The rows have all columns and begin with the newest. */
export const findSalesOfOrder = sql`SELECT ${columns} FROM sale
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} ORDER BY sale_no DESC LIMIT ${p.number('limit')}`

/** The rows have all columns. */
export const findSalesOfOrders = sql`SELECT ${columns} FROM sale WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

const findOrdersWithSales = sql`SELECT DISTINCT order_id FROM sale WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

/** Gives the number of its newest sale, or NULL. */
export const findNewestSaleNo = shared(
  sql`SELECT MAX(sale_no) FROM sale WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')}`,
  {
    kind: 'presence',
    by: 'orderId',
    find: ({ sellerId }, orderIds) =>
      findOrdersWithSales({ sellerId: String(sellerId), orderIds: orderIds.map(String) }),
    limit: Number.POSITIVE_INFINITY,
  },
)

const changed = assign(changedColumns)

/** Changes a sale that still has the version before. @param row as it is to be stored */
export const changeSale = taking(
  sql`UPDATE sale SET ${changed} WHERE seller_id = ${p.cell('sellerId')} AND order_id = ${p.cell('orderId')}
  AND sale_no = ${p.cell('saleNo')} AND version = ${p.number('fromVersion')}`,
  (row: SqlRow) => {
    const { seller_id: sellerId, order_id: orderId, sale_no: saleNo, ...cells } = named(row)
    return { ...cells, sellerId, orderId, saleNo, fromVersion: Number(cells.version) - 1 }
  },
)

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
