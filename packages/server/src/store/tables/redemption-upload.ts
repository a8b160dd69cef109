import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { StoredUpload, UploadVerdict } from '#domain/lifecycle/redemption-upload'

const judgedColumns = ['verdict', 'winner_id', 'event_seq'] as const

export const redemptionUploadTable = defineTable({
  name: 'redemption_upload',
  key: ['seller_id', 'redemption_id'],
  columns: [
    'seller_id',
    'redemption_id',
    'coupon_code',
    'coupon_seq',
    'order_id',
    'shop',
    'at_ms',
    'uploaded_at_ms',
    'actor',
    'request_no',
    ...judgedColumns,
    'problem',
    'order_fen',
    'till_off_fen',
    'off_fen',
    'split_text',
  ],
})

const { text: columns, at } = select(redemptionUploadTable.columns)

export const insertUpload = insertInto(redemptionUploadTable)

/** The values of an upload. */
export function encodeUpload(sellerId: string, upload: StoredUpload): readonly SqlValue[] {
  return insertUpload.encode({
    seller_id: sellerId,
    redemption_id: upload.redemptionId,
    coupon_code: upload.couponCode,
    coupon_seq: upload.couponSeq,
    order_id: upload.orderId,
    shop: upload.shop,
    at_ms: upload.atMs,
    uploaded_at_ms: upload.uploadedAtMs,
    actor: upload.actor,
    request_no: upload.requestNo,
    verdict: upload.verdict,
    winner_id: upload.winnerId,
    event_seq: upload.eventSeq,
    problem: upload.problem,
    order_fen: upload.orderFen,
    till_off_fen: upload.tillOffFen,
    off_fen: upload.amounts?.offFen,
    split_text: upload.amounts?.split,
  })
}

/** Decodes a row with all columns. */
export function uploadOfRow(row: SqlRow): StoredUpload {
  const offFen = numberOf(row[at.off_fen])
  return {
    redemptionId: String(row[at.redemption_id]),
    couponCode: String(row[at.coupon_code]),
    couponSeq: numberOf(row[at.coupon_seq]),
    orderId: String(row[at.order_id]),
    shop: textOf(row[at.shop]),
    atMs: Number(row[at.at_ms]),
    uploadedAtMs: Number(row[at.uploaded_at_ms]),
    actor: String(row[at.actor]),
    requestNo: String(row[at.request_no]),
    // Only this program writes the table, so the verdict is not checked.
    verdict: String(row[at.verdict]) as UploadVerdict,
    winnerId: textOf(row[at.winner_id]),
    eventSeq: Number(row[at.event_seq]),
    problem: textOf(row[at.problem]),
    orderFen: numberOf(row[at.order_fen]),
    tillOffFen: numberOf(row[at.till_off_fen]),
    amounts: offFen === undefined ? undefined : { offFen, split: textOf(row[at.split_text]) ?? '' },
  }
}

/** Takes seller and redemption. */
export const findUpload = `SELECT ${columns} FROM redemption_upload WHERE seller_id = ? AND redemption_id = ?`

/** Takes seller and numbers of coupons; gives all uploads of them, in the order of their key. */
export const findUploadsOfCoupons = inListTexts(
  (marks) => `SELECT ${columns} FROM redemption_upload
    WHERE seller_id = ? AND coupon_seq IN (${marks}) ORDER BY coupon_seq, redemption_id`,
)

/** Takes seller and order; gives a row if coupons were taken off the order that did not count. */
export const findLostUpload = `SELECT 1 FROM redemption_upload
  WHERE seller_id = ? AND order_id = ? AND verdict <> 'redeemed' LIMIT 1`

/** Takes seller, verdict, first moment, moment and id of the upload before, and limit; as `listRedemptionsBy`. */
export const listUploadsBy = `SELECT ${columns} FROM redemption_upload
  WHERE seller_id = ? AND verdict = ? AND at_ms >= ? AND (at_ms > ? OR redemption_id > ?)
  ORDER BY at_ms, redemption_id LIMIT ?`

const judged = assign(judgedColumns)

/** Takes the values of `encodeVerdict`. */
export const changeVerdict = `UPDATE redemption_upload SET ${judged.text} WHERE seller_id = ? AND redemption_id = ?`

/** The values for `changeVerdict`. */
export function encodeVerdict(
  sellerId: string,
  { redemptionId, verdict, winnerId, eventSeq }: StoredUpload,
): readonly SqlValue[] {
  return [...judged.encode({ verdict, winner_id: winnerId, event_seq: eventSeq }), sellerId, redemptionId]
}
