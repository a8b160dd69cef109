import { isSameCell } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { NamedMembers } from '#domain/members/identity-resolution'
import { listPlace, type OrderSaving, orderText, type StoredOrder } from '#domain/orders/order-store'
import type { OrderVersion } from '#domain/orders/shop-order'
import { keyOfNobody, openOrderContents, sealOrderContent } from '#store/members/sealed-contents'
import { orderCounter } from '#store/tables/counter'
import { changeOrder, insertOrder, listedOrderOfRow, namedOrder, orderOfRow } from '#store/tables/shop-order'
import {
  changeOrderCoupon,
  encodeOrderCoupon,
  insertOrderCoupon,
  orderCouponOfRow,
} from '#store/tables/shop-order-coupon'
import { deleteOrderLines, encodeOrderLine, insertOrderLine } from '#store/tables/shop-order-line'
import { takeNumbers } from './take-numbers.ts'
import type { OrderRows, WriterParts } from './writer-parts.ts'

/** Writes orders with their lines and coupons. */
export async function applySavedOrder(parts: WriterParts, to: readonly OrderSaving[]): Promise<void> {
  for (const saving of to) {
    const { stored, isNewest, version } = saving
    const rows = stored && parts.readOrders.get(stored.orderNo)
    const row = isNewest ? await newestRow(parts, saving, rows) : await historyRow(parts, saving, rows)
    const { orderNo } = listedOrderOfRow(row)
    await writeOrder(parts, { row, before: rows?.row, stored })
    if (isNewest) await writeLines(parts, { orderNo, version, before: rows?.lines ?? [] })
    await writeCoupons(parts, { orderNo, saving, before: rows?.coupons ?? [] })
    if (isNewest) await writeEvent(parts, saving)
  }
}

type Buyer = Readonly<{
  phoneRef: number | undefined
  cardRef: number | undefined
  /** The member whose key seals the content. */
  keyNo: number
}>

const nobody: Buyer = { phoneRef: undefined, cardRef: undefined, keyNo: keyOfNobody }

/** The buyer that an earlier version named; nobody once it was erased, since its key is gone. */
async function buyerOf({ identifiers, origin }: WriterParts, row: SqlRow): Promise<Buyer> {
  const { phoneRef, cardRef, keyNo } = listedOrderOfRow(row)
  return (await identifiers.isErased(origin.sellerId, keyNo)) ? nobody : { phoneRef, cardRef, keyNo }
}

function buyerOfNamed({ phoneRef, cardRef, memberNos }: NamedMembers): Buyer {
  const [keyNo = keyOfNobody] = memberNos.toSorted((left, right) => left - right)
  return { phoneRef, cardRef, keyNo }
}

async function newestRow(
  parts: WriterParts,
  { version, stored, history, buyer: named }: OrderSaving,
  rows: OrderRows | undefined,
): Promise<readonly SqlValue[]> {
  const { unit, identifiers, origin, head, forms } = parts
  const buyer = named === undefined ? rows && (await buyerOf(parts, rows.row)) : buyerOfNamed(named)
  if (buyer === undefined) throw new TypeError('the first version of an order names its buyer')
  const { sellerId, atMs } = origin
  const { keyNo } = buyer
  const orderId = await forms.ofId(version.orderId)
  const orderNo = stored?.orderNo ?? (await takeNumbers(unit, { sellerId, name: orderCounter }, 1))
  return insertOrder.encode({
    seller_id: sellerId,
    order_no: orderNo,
    order_id: orderId,
    list_place: listPlace(version.createdAtMs, orderNo),
    phone_ref: buyer.phoneRef,
    card_ref: buyer.cardRef,
    status: version.status,
    shop: version.shop,
    channel: version.channel,
    paid_fen: version.paidFen,
    delivery_fen: version.deliveryFen,
    created_at_ms: version.createdAtMs,
    paid_at_ms: version.paidAtMs,
    stamp_ms: version.stampMs,
    synced_at_ms: atMs,
    event_seq: head.takeNumbers(1),
    version: (stored?.version ?? 0) + 1,
    key_no: keyNo,
    versions_text: JSON.stringify(history),
    content_sealed: await sealOrderContent({ identifiers, sellerId }, { orderNo, keyNo }, version.content),
  })
}

/** The row with a version that came late. */
async function historyRow(
  parts: WriterParts,
  { history, stored, buyer: named }: OrderSaving,
  rows: OrderRows | undefined,
): Promise<readonly SqlValue[]> {
  if (stored === undefined || rows === undefined) throw new TypeError('the first version of an order is its newest')
  const buyer = named === undefined ? {} : await rowOfBuyer(parts, rows.row, buyerOfNamed(named))
  const changes = { version: stored.version + 1, versions_text: JSON.stringify(history) }
  return insertOrder.encode({ ...namedOrder(rows.row), ...changes, ...buyer })
}

/** The columns that the buyer of a late version changes: the content of the newest version is encrypted with that buyer's key. */
async function rowOfBuyer({ identifiers, origin }: WriterParts, row: SqlRow, buyer: Buyer) {
  const { sellerId } = origin
  const { phoneRef, cardRef, keyNo } = buyer
  const { orderNo } = listedOrderOfRow(row)
  const refs = { phone_ref: phoneRef, card_ref: cardRef }
  const [content] = await openOrderContents({ identifiers, sellerId }, [orderOfRow(row)])
  if (content === undefined) return refs
  const sealed = await sealOrderContent({ identifiers, sellerId }, { orderNo, keyNo }, content)
  return { ...refs, key_no: keyNo, content_sealed: sealed }
}

type OrderWrite = Readonly<{
  row: readonly SqlValue[]
  before: SqlRow | undefined
  stored: StoredOrder | undefined
}>

async function writeOrder({ unit, head }: WriterParts, { row, before, stored }: OrderWrite): Promise<void> {
  if (before === undefined || stored === undefined) unit.insert(insertOrder.text, [row])
  else {
    await unit.updateOne(changeOrder(row, stored.version), 'the order was changed by another call')
  }
  const removed = before === undefined ? [] : [{ table: 'shop_order', rows: [before] }]
  head.changeMemberRows([{ table: 'shop_order', rows: [row] }], removed)
}

type LinesWrite = Readonly<{ orderNo: number; version: OrderVersion; before: readonly SqlRow[] }>

async function writeLines(
  { unit, head, origin }: WriterParts,
  { orderNo, version, before }: LinesWrite,
): Promise<void> {
  const { sellerId } = origin
  const rows = version.lines.map((line, place) => encodeOrderLine({ sellerId, orderNo, lineNo: place + 1 }, line))
  if (rows.length === before.length && rows.every((row, place) => isSameRow(row, before[place]))) return
  if (before.length > 0) await unit.run(deleteOrderLines({ sellerId, orderNo }))
  unit.insert(insertOrderLine.text, rows)
  const table = 'shop_order_line'
  head.changeMemberRows([{ table, rows }], [{ table, rows: before }])
}

type CouponsWrite = Readonly<{ orderNo: number; saving: OrderSaving; before: readonly SqlRow[] }>

async function writeCoupons(
  { unit, head, origin }: WriterParts,
  { orderNo, saving, before }: CouponsWrite,
): Promise<void> {
  const table = 'shop_order_coupon'
  const rows = new Map(before.map((row) => [orderCouponOfRow(row).couponCode, row]))
  for (const coupon of saving.coupons) {
    const row = encodeOrderCoupon(origin.sellerId, orderNo, coupon)
    const earlier = rows.get(coupon.couponCode)
    if (earlier !== undefined && isSameRow(row, earlier)) continue
    if (earlier === undefined) unit.insert(insertOrderCoupon.text, [row])
    else await unit.run(changeOrderCoupon(row))
    head.changeMemberRows([{ table, rows: [row] }], earlier === undefined ? [] : [{ table, rows: [earlier] }])
  }
}

function isSameRow(left: readonly SqlValue[], right: SqlRow | undefined): boolean {
  return right !== undefined && left.every((cell, place) => isSameCell(cell, right[place]))
}

/** Writes the event with the number of the order's row. */
async function writeEvent({ head, forms }: WriterParts, { stored, version, coupons }: OrderSaving): Promise<void> {
  const orderId = await forms.ofId(version.orderId)
  const before = stored && orderText({ ...stored, orderId })
  head.writeEvents([{ kind: 'order_synced', count: 1, before, after: orderText({ ...version, orderId, coupons }) }])
}
