import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Sale } from '#domain/sales/sale'
import { saleOfRow } from '#store/tables/sale'
import { findReturnsOfSales, saleReturnOfRow } from '#store/tables/sale-return'

/** Sales with their returns, in the order of their rows. @param rows with all columns */
export async function readSales(
  reader: SqlReader,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<readonly Sale[]> {
  const sales = rows.map(saleOfRow)
  const orderIds = [...new Set(sales.map(({ orderForm }) => orderForm))]
  if (orderIds.length === 0) return []
  const ofSales = { sellerId, orderIds, fromSaleNo: Math.min(...sales.map(({ saleNo }) => saleNo)) }
  const returns = (await allInList(reader, findReturnsOfSales, ofSales)).map(saleReturnOfRow)
  const ofSale = Map.groupBy(returns, ({ orderForm, saleNo }) => `${saleNo} ${orderForm}`)
  return sales.map((sale) => ({ ...sale, returns: ofSale.get(`${sale.saleNo} ${sale.orderForm}`) ?? [] }))
}
