import { allInList } from '#database/in-list'
import { readValue } from '#database/read-value'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { Sale } from '#domain/sales/sale'
import type { NewReturn, NewSale, OrderNamed, SaleWriter } from '#domain/sales/sale-store'
import { returnedCouponsText, returnedLinesText, returnText } from '#domain/sales/sale-text'
import { openRedemptions } from '#store/reading/open-redemptions'
import { readSales } from '#store/reading/read-sales'
import { readEndedUses } from '#store/reading/uses-on-order'
import {
  findOrderOfRedemption,
  findRedemptions,
  findRedemptionsOnOrder,
  maxOnOrder,
  redemptionOfRow,
} from '#store/tables/redemption'
import { findLostUpload } from '#store/tables/redemption-upload'
import {
  changeSale,
  encodeSaleChange,
  findNewestSaleNo,
  findSalesOfOrder,
  insertSale,
  maxSalesOfOrder,
  nextSaleRow,
  saleCells,
  saleOfRow,
} from '#store/tables/sale'
import { insertSaleReturn } from '#store/tables/sale-return'
import { findForm } from './stored-forms.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes sales and their returns inside one transaction. */
export function createSaleWriter(parts: WriterParts): SaleWriter {
  const { unit, identifiers, origin, head, forms } = parts
  const { sellerId, atMs } = origin
  // As they were read, since the sums of the head follow each change.
  const read = new Map<string, SqlRow>()
  const opened = (rows: readonly SqlRow[]) =>
    openRedemptions({ reader: unit, identifiers }, sellerId, rows.map(redemptionOfRow))
  return {
    async findSoldOrder(order) {
      const form = await formOf(parts, order)
      if (form === undefined) return { sales: [], redemptions: [], ended: new Map(), hasLostUploads: false }
      const ended = await readEndedUses(unit, { sellerId, orderForm: form })
      // Those that ended leave places to others.
      const redemptions = await unit.all(findRedemptionsOnOrder, [sellerId, form, maxOnOrder + ended.size])
      const rows = await unit.all(findSalesOfOrder, [sellerId, form, maxSalesOfOrder])
      for (const row of rows) read.set(nameOf(saleOfRow(row)), row)
      return {
        sales: await readSales(unit, { sellerId, rows }),
        redemptions: await opened(redemptions),
        ended,
        hasLostUploads: (await readValue(unit, findLostUpload, [sellerId, form])) !== undefined,
      }
    },
    async findRedemptionsOfSale({ redemptionIds: list }) {
      return opened(await allInList(unit, findRedemptions, { before: [sellerId], list }))
    },
    async addFirstSale(sale) {
      const form = await forms.ofId(sale.orderId)
      if ((await newestSaleNo(form)) > 0) return false
      insert(sale, { form, saleNo: 1 })
      return true
    },
    async addSale(sale) {
      const form = await forms.ofId(sale.orderId)
      insert(sale, { form, saleNo: (await newestSaleNo(form)) + 1 })
    },
    async joinSale(sale, { sold, paidFen, redemptionIds }) {
      const all = [...sale.redemptionIds, ...redemptionIds]
      await change(sale, saleCells({ ...sold, paidFen, redemptionIds: all }))
    },
    async addReturn(sale, added) {
      const reason = await forms.ofReason(added.reason)
      const after = returnText({ ...added, orderForm: sale.orderForm, reason })
      const eventSeq = await head.takeNumbers(1)
      head.writeEvents([{ kind: 'goods_returned', count: 1, before: undefined, after }])
      const row = returnRow(parts, sale, { ...added, eventSeq })
      await change(sale)
      unit.insert(insertSaleReturn.text, [row])
      head.changeMemberRows([{ table: 'sale_return', rows: [row] }])
    },
  }

  async function newestSaleNo(form: string): Promise<number> {
    return Number((await readValue(unit, findNewestSaleNo, [sellerId, form])) ?? 0)
  }

  function insert(
    { shop, sold, paidFen, redemptionIds }: NewSale,
    { form, saleNo }: Readonly<{ form: string; saleNo: number }>,
  ): void {
    const row = insertSale.encode({
      seller_id: sellerId,
      order_id: form,
      sale_no: saleNo,
      version: 1,
      at_ms: atMs,
      shop,
      ...saleCells({ ...sold, paidFen, redemptionIds }),
    })
    unit.insert(insertSale.text, [row])
    head.changeMemberRows([{ table: 'sale', rows: [row] }])
  }

  async function change(sale: Sale, cells: Partial<ReturnType<typeof saleCells>> = {}): Promise<void> {
    const before = read.get(nameOf(sale))
    if (before === undefined) throw new TypeError('a sale that was not read')
    const after = nextSaleRow(before, cells)
    await unit.updateOne(changeSale, encodeSaleChange(after), 'the sale was changed by another call')
    read.set(nameOf(sale), after)
    head.changeMemberRows([{ table: 'sale', rows: [after] }], [{ table: 'sale', rows: [before] }])
  }
}

async function formOf(parts: WriterParts, order: OrderNamed): Promise<string | undefined> {
  if ('orderId' in order) return findForm(parts, order.orderId)
  const { unit, origin } = parts
  const form = await readValue(unit, findOrderOfRedemption, [origin.sellerId, order.redemptionId])
  return form === undefined || form === null ? undefined : String(form)
}

function nameOf({ orderForm, saleNo }: Pick<Sale, 'orderForm' | 'saleNo'>): string {
  return `${saleNo} ${orderForm}`
}

function returnRow(
  { origin }: WriterParts,
  sale: Sale,
  added: NewReturn & Readonly<{ eventSeq: number }>,
): readonly SqlValue[] {
  const { eventSeq, atMs, refundFen, lines, coupons, giftsBack } = added
  return insertSaleReturn.encode({
    seller_id: origin.sellerId,
    order_id: sale.orderForm,
    sale_no: sale.saleNo,
    return_no: sale.returns.length + 1,
    event_seq: eventSeq,
    at_ms: atMs,
    shop: sale.shop,
    refund_fen: refundFen,
    off_fen: coupons.reduce((sum, { takenBackFen }) => sum + takenBackFen, 0),
    lines_text: returnedLinesText(lines),
    coupons_text: returnedCouponsText(coupons),
    gifts_text: JSON.stringify(giftsBack),
  })
}
