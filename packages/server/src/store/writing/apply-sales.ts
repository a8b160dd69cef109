import type { SqlValue } from '#database/sql-engine'
import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { Sale } from '#domain/sales/sale'
import type { NewReturn } from '#domain/sales/sale-store'
import { returnedCouponsText, returnedLinesText, returnText } from '#domain/sales/sale-text'
import { changeSale, insertSale, nextSaleRow, saleCells } from '#store/tables/sale'
import { insertSaleReturn } from '#store/tables/sale-return'
import { nameOfSale } from './load-sales.ts'
import type { WriterParts } from './writer-parts.ts'

/** Keeps the lines that coupons were redeemed on. */
export async function applyNewSale(parts: WriterParts, sales: readonly ChangeKinds['newSale'][]): Promise<void> {
  const { unit, head, forms, origin } = parts
  const { sellerId, atMs } = origin
  for (const { orderId, saleNo, shop, sold, paidFen, redemptionIds } of sales) {
    const row = insertSale.encode({
      seller_id: sellerId,
      order_id: await forms.ofId(orderId),
      sale_no: saleNo,
      version: 1,
      at_ms: atMs,
      shop,
      ...saleCells({ ...sold, paidFen, redemptionIds }),
    })
    unit.insert(insertSale.text, [row])
    head.changeMemberRows([{ table: 'sale', rows: [row] }])
  }
}

/** Adds coupons to a sale, with the lines as they are now. */
export async function applyJoinedSale(
  parts: WriterParts,
  changes: readonly ChangeKinds['joinedSale'][],
): Promise<void> {
  for (const { sale, joining } of changes) {
    const { sold, paidFen, redemptionIds } = joining
    const all = [...sale.redemptionIds, ...redemptionIds]
    await changeSaleRow(parts, sale, saleCells({ ...sold, paidFen, redemptionIds: all }))
  }
}

/** Records returns of sales, each with an event `goods_returned`. */
export async function applyGoodsReturned(
  parts: WriterParts,
  changes: readonly ChangeKinds['goodsReturned'][],
): Promise<void> {
  const { unit, head, forms } = parts
  for (const { sale, added } of changes) {
    const reason = await forms.ofReason(added.reason)
    const after = returnText({ ...added, orderForm: sale.orderForm, reason })
    const eventSeq = head.takeNumbers(1)
    head.writeEvents([{ kind: 'goods_returned', count: 1, before: undefined, after }])
    const row = returnRow(parts, sale, { ...added, eventSeq })
    await changeSaleRow(parts, sale)
    unit.insert(insertSaleReturn.text, [row])
    head.changeMemberRows([{ table: 'sale_return', rows: [row] }])
  }
}

async function changeSaleRow(
  { unit, head, read }: WriterParts,
  sale: Sale,
  cells: Partial<ReturnType<typeof saleCells>> = {},
): Promise<void> {
  const before = read.get(nameOfSale(sale))
  if (before === undefined) throw new TypeError('a sale that was not read')
  const after = nextSaleRow(before, cells)
  await unit.updateOne(changeSale(after), 'the sale was changed by another call')
  read.set(nameOfSale(sale), after)
  head.changeMemberRows([{ table: 'sale', rows: [after] }], [{ table: 'sale', rows: [before] }])
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
