import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { Redemption } from '#domain/coupon/coupon'
import type { CouponUse, StoredRedemption } from '#domain/lifecycle/lifecycle-store'

export const redemptionTable = defineTable({
  name: 'redemption',
  key: ['seller_id', 'redemption_id'],
  columns: ['seller_id', 'redemption_id', 'coupon_seq', 'order_id', 'at_ms', 'shop', 'returned_at_ms', 'return_reason'],
})

const { text: columns, at } = select(redemptionTable.columns)
const insertion = insertInto(redemptionTable)

export const insertRedemption = insertion.text

/**
 * Takes the values of a redemption, seller twice and order. Adds nothing if the order has another redemption that was
 * not returned. The head of events gives the one row to select from.
 */
export const insertOnlyRedemption = `INSERT INTO redemption (${columns})
  SELECT ${redemptionTable.columns.map(() => '?').join(', ')} FROM event_head
  WHERE seller_id = ? AND NOT EXISTS (SELECT 1 FROM redemption r
    WHERE r.seller_id = ? AND r.order_id = ? AND r.returned_at_ms IS NULL)`

/** The values of a new redemption. */
export function encodeRedemption(redemption: Redemption & CouponOfSeller): readonly SqlValue[] {
  return insertion.encode({
    seller_id: redemption.sellerId,
    redemption_id: redemption.redemptionId,
    coupon_seq: redemption.couponSeq,
    order_id: redemption.orderId,
    at_ms: redemption.atMs,
    shop: redemption.shop,
    returned_at_ms: undefined,
    return_reason: undefined,
  })
}

type CouponOfSeller = Readonly<{ sellerId: string; couponSeq: number }>

/** Takes seller and redemption. */
export const findRedemption = `SELECT ${columns} FROM redemption WHERE seller_id = ? AND redemption_id = ?`

/** Takes seller and redemptions. */
export const findRedemptions = inListTexts(
  (marks) => `SELECT ${columns} FROM redemption WHERE seller_id = ? AND redemption_id IN (${marks})`,
)

/** Decodes a row of `findRedemption` or `findRedemptions`. */
export function redemptionOfRow(row: SqlRow): StoredRedemption {
  const returnedAtMs = numberOf(row[at.returned_at_ms])
  return {
    redemptionId: String(row[at.redemption_id]),
    couponSeq: Number(row[at.coupon_seq]),
    orderId: String(row[at.order_id]),
    atMs: Number(row[at.at_ms]),
    shop: textOf(row[at.shop]),
    returned:
      returnedAtMs === undefined ? undefined : { atMs: returnedAtMs, reason: textOf(row[at.return_reason]) ?? '' },
  }
}

/** Takes seller; gives the number of redemptions. */
export const countRedemptions = 'SELECT COUNT(*) FROM redemption WHERE seller_id = ?'

/** Takes time, reason, seller and redemption. */
export const markReturned = `UPDATE redemption SET returned_at_ms = ?, return_reason = ?
  WHERE seller_id = ? AND redemption_id = ? AND returned_at_ms IS NULL`

const onOrder = select(['coupon_code', 'coupon_amount', 'coupon_id', 'template_version'])

/** Takes seller, order and limit: coupons that are redeemed on it. */
export const findCouponsOnOrder = `SELECT ${onOrder.of('c')}
  FROM redemption r JOIN coupon c ON c.seller_id = r.seller_id AND c.seq = r.coupon_seq
  WHERE r.seller_id = ? AND r.order_id = ? AND r.returned_at_ms IS NULL LIMIT ?`

/** Decodes a row of `findCouponsOnOrder`. */
export function couponUseOfRow(row: SqlRow): CouponUse {
  return {
    couponCode: String(row[onOrder.at.coupon_code]),
    couponAmountFen: numberOf(row[onOrder.at.coupon_amount]),
    couponId: textOf(row[onOrder.at.coupon_id]),
    templateVersion: numberOf(row[onOrder.at.template_version]),
  }
}
