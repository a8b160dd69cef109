import { number, numberOf, optionalNumber, optionalText, record, text, textOf } from '#database/record'
import { keyedBy, shared } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { RedeemedUse } from '#domain/lifecycle/stored-coupon'
import type { NewRedemption, StoredRedemption } from '#domain/sales/sale'
import { readSplit } from '#domain/sales/sale-text'

const use = record({
  redemptionId: text('redemption_id'),
  couponSeq: number('coupon_seq'),
  orderId: text('order_id'),
  atMs: number('at_ms'),
  shop: optionalText('shop'),
})

export const redemptionTable = defineTable({
  name: 'redemption',
  key: ['seller_id', 'redemption_id'],
  columns: ['seller_id', ...use.columns, 'returned_at_ms', 'return_reason', 'off_fen', 'split_text'],
})

const { text: columns, at } = select(redemptionTable.columns)
const readUse = use.decoder(at)
const insertion = insertInto(redemptionTable)

export const insertRedemption = insertion.text

/** The values of a new redemption. */
export function encodeRedemption(redemption: NewRedemption & CouponOfSeller): readonly SqlValue[] {
  return insertion.encode({
    seller_id: redemption.sellerId,
    ...use.cells(redemption),
    returned_at_ms: undefined,
    return_reason: undefined,
    off_fen: redemption.amounts?.offFen,
    split_text: redemption.amounts?.split,
  })
}

type CouponOfSeller = Readonly<{ sellerId: string; couponSeq: number }>

export const findRedemption = sql`SELECT ${columns} FROM redemption WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')}`

export const findRedemptions = sql`SELECT ${columns} FROM redemption WHERE seller_id = ${p.text('sellerId')} AND redemption_id IN (${p.texts('redemptionIds')})`

/** The rows have all columns. */
export const findRedemptionsOfCoupons = keyedBy(
  sql`SELECT ${columns} FROM redemption WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')})`,
  at.coupon_seq,
)

/** The same of coupons in a range of numbers. */
export const findRedemptionsBySeq = sql`SELECT ${columns} FROM redemption
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY coupon_seq`

/** The rows have all columns and begin with those that were not returned. */
export const findRedemptionsOnOrder = sql`SELECT ${columns} FROM redemption
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} ORDER BY returned_at_ms LIMIT ${p.number('limit')}`

/** Gives the stored form of its order's id. */
export const findOrderOfRedemption = sql`SELECT order_id FROM redemption WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')}`

/** Decodes a row with all columns. */
export function redemptionOfRow(row: SqlRow): StoredRedemption {
  const returnedAtMs = numberOf(row[at.returned_at_ms])
  const offFen = numberOf(row[at.off_fen])
  return {
    ...readUse(row),
    returned:
      returnedAtMs === undefined ? undefined : { atMs: returnedAtMs, reason: textOf(row[at.return_reason]) ?? '' },
    amounts: offFen === undefined ? undefined : { offFen, split: textOf(row[at.split_text]) ?? '' },
  }
}

export const markReturned = sql`UPDATE redemption SET returned_at_ms = ${p.numberOrNull('returnedAtMs')}, return_reason = ${p.textOrNull('returnReason')}
  WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')} AND returned_at_ms IS NULL`

export const changeAmounts = sql`UPDATE redemption SET off_fen = ${p.numberOrNull('offFen')}, split_text = ${p.textOrNull('splitText')}
  WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')} AND returned_at_ms IS NULL`

/** Removes a redemption unless it was returned. */
export const deleteRedemption = sql`DELETE FROM redemption WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')} AND returned_at_ms IS NULL`

/** A till that gives all its orders one id must not make each of its calls slower than the one before. */
export const maxOnOrder = 200

const couponUse = record({
  couponCode: text('coupon_code'),
  couponName: optionalText('coupon_name'),
  couponAmountFen: optionalNumber('coupon_amount'),
  couponId: optionalText('coupon_id'),
  templateVersion: optionalNumber('template_version'),
  offFen: optionalNumber('off_fen'),
})
const onOrder = select(['on_id', ...couponUse.columns, 'split_text'])
const readCouponUse = couponUse.decoder(onOrder.at)

/** Those of orders on which coupons were redeemed that did not come back, once for each. */
const findOrdersInUse = sql`SELECT order_id FROM redemption
  WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')}) AND returned_at_ms IS NULL LIMIT ${p.number('limit')}`

/** Coupons that were redeemed on an order and did not come back. The list is cut first, so that the planner reads it by its key. */
export const findCouponsOnOrder = shared(
  sql`SELECT ${onOrder.text}
  FROM (SELECT redemption_id AS on_id, coupon_seq AS on_seq FROM redemption
    WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} AND returned_at_ms IS NULL LIMIT ${p.number('limit')}) listed
  CROSS JOIN redemption r ON r.seller_id = ${p.text('sellerId')} AND r.redemption_id = on_id
  CROSS JOIN coupon c ON c.seller_id = ${p.text('sellerId')} AND c.seq = on_seq`,
  {
    kind: 'presence',
    by: 'orderId',
    find: ({ sellerId }, orderIds) =>
      findOrdersInUse({ sellerId: String(sellerId), orderIds: orderIds.map(String), limit: maxOnOrder }),
    limit: maxOnOrder,
  },
)

/** The redemption of a row of `findCouponsOnOrder`. */
export function redemptionOfUseRow(row: SqlRow): string {
  return String(row[onOrder.at.on_id])
}

/** Decodes a row of `findCouponsOnOrder`. */
export function couponUseOfRow(row: SqlRow): RedeemedUse {
  const split = textOf(row[onOrder.at.split_text])
  return { ...readCouponUse(row), byLine: split === undefined ? [] : readSplit(split) }
}
