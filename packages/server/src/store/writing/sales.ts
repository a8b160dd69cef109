import { readValue } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { Sale, StoredRedemption } from '#domain/sales/sale'
import type { NewReturn, OrderNamed, SoldOrder } from '#domain/sales/sale-store'
import { returnedCouponsText, returnedLinesText, returnText } from '#domain/sales/sale-text'
import { openRedemptions } from '#store/members/stored-form'
import { readEndedUses, readSales } from '#store/reading/lifecycle-reader'
import {
  findOrderOfRedemption,
  findRedemptions,
  findRedemptionsOfCoupons,
  findRedemptionsOnOrder,
  maxOnOrder,
  redemptionOfRow,
} from '#store/tables/redemption'
import { findLostUpload } from '#store/tables/redemption-upload'
import {
  changeSale,
  findNewestSaleNo,
  findSalesOfOrder,
  insertSale,
  maxSalesOfOrder,
  nextSaleRow,
  saleCells,
  saleOfRow,
} from '#store/tables/sale'
import { insertSaleReturn } from '#store/tables/sale-return'
import type { WriterParts } from './writer-parts.ts'

/** Loads the read `soldOrder`. */
export async function loadSoldOrder(parts: WriterParts, order: OrderNamed): Promise<SoldOrder> {
  const { unit, origin, read } = parts
  const { sellerId } = origin
  const form = await formOf(parts, order)
  if (form === undefined) return { sales: [], redemptions: [], ended: new Map(), hasLostUploads: false }
  const ended = await readEndedUses(unit, { sellerId, orderForm: form })
  // Ended uses do not count towards the limit of an order.
  const redemptions = await unit.all(
    findRedemptionsOnOrder({ sellerId, orderId: form, limit: maxOnOrder + ended.size }),
  )
  const rows = await unit.all(findSalesOfOrder({ sellerId, orderId: form, limit: maxSalesOfOrder }))
  for (const row of rows) read.set(nameOfSale(saleOfRow(row)), row)
  return {
    sales: await readSales(unit, { sellerId, rows }),
    redemptions: await opened(parts, redemptions),
    ended,
    hasLostUploads: (await readValue(unit, findLostUpload({ sellerId, orderId: form }))) !== undefined,
  }
}

/** Loads the read `redemptions`. */
export async function loadRedemptions(
  parts: WriterParts,
  redemptionIds: readonly string[],
): Promise<readonly StoredRedemption[]> {
  if (redemptionIds.length === 0) return []
  const { unit, origin } = parts
  return opened(parts, await allInList(unit, findRedemptions, { sellerId: origin.sellerId, redemptionIds }))
}

/** Loads the read `redemptionsOfCoupons`. */
export async function loadRedemptionsOfCoupons(
  parts: WriterParts,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredRedemption[]>> {
  if (seqs.length === 0) return new Map()
  const { unit, origin } = parts
  const rows = await allInList(unit, findRedemptionsOfCoupons, { sellerId: origin.sellerId, couponSeqs: seqs })
  const byTime = (await opened(parts, rows)).toSorted((left, right) => left.atMs - right.atMs)
  return Map.groupBy(byTime, ({ couponSeq }) => couponSeq)
}

/** Loads the read `newestSaleNo`. */
export async function loadNewestSaleNo(parts: WriterParts, orderId: string): Promise<number> {
  const { unit, origin, forms } = parts
  const form = await forms.findId(orderId)
  if (form === undefined) return 0
  return Number((await readValue(unit, findNewestSaleNo({ sellerId: origin.sellerId, orderId: form }))) ?? 0)
}

/** Cache key of the row of a sale. */
function nameOfSale({ orderForm, saleNo }: Readonly<{ orderForm: string; saleNo: number }>): string {
  return `sale ${saleNo} ${orderForm}`
}

function opened({ unit, identifiers, origin }: WriterParts, rows: readonly SqlRow[]) {
  return openRedemptions({ reader: unit, identifiers }, origin.sellerId, rows.map(redemptionOfRow))
}

async function formOf(parts: WriterParts, order: OrderNamed): Promise<string | undefined> {
  if ('orderId' in order) return parts.forms.findId(order.orderId)
  const { unit, origin } = parts
  const form = await readValue(
    unit,
    findOrderOfRedemption({ sellerId: origin.sellerId, redemptionId: order.redemptionId }),
  )
  return form === undefined || form === null ? undefined : String(form)
}

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
