import { number, numberOf, optionalNumber, optionalText, record, text, textOf, word } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { StoredUpload, UploadVerdict } from '#domain/lifecycle/redemption-upload'

const judgement = record({
  verdict: word<UploadVerdict>()('verdict'),
  winnerId: optionalText('winner_id'),
  eventSeq: number('event_seq'),
})
const told = record({
  redemptionId: text('redemption_id'),
  couponCode: text('coupon_code'),
  couponSeq: optionalNumber('coupon_seq'),
  orderId: text('order_id'),
  shop: optionalText('shop'),
  atMs: number('at_ms'),
  uploadedAtMs: number('uploaded_at_ms'),
  actor: text('actor'),
  requestNo: text('request_no'),
})
const sums = record({
  problem: optionalText('problem'),
  orderFen: optionalNumber('order_fen'),
  tillOffFen: optionalNumber('till_off_fen'),
})

export const redemptionUploadTable = defineTable({
  name: 'redemption_upload',
  key: ['seller_id', 'redemption_id'],
  columns: ['seller_id', ...told.columns, ...judgement.columns, ...sums.columns, 'off_fen', 'split_text'],
})

const { text: columns, at } = select(redemptionUploadTable.columns)

export const insertUpload = insertInto(redemptionUploadTable)

/** The values of an upload. */
export function encodeUpload(sellerId: string, upload: StoredUpload): readonly SqlValue[] {
  return insertUpload.encode({
    seller_id: sellerId,
    ...told.cells(upload),
    ...judgement.cells(upload),
    ...sums.cells(upload),
    off_fen: upload.amounts?.offFen,
    split_text: upload.amounts?.split,
  })
}

const [readTold, readJudgement, readSums] = [told.decoder(at), judgement.decoder(at), sums.decoder(at)]

/** Decodes a row with all columns. */
export function uploadOfRow(row: SqlRow): StoredUpload {
  const offFen = numberOf(row[at.off_fen])
  const amounts = offFen === undefined ? undefined : { offFen, split: textOf(row[at.split_text]) ?? '' }
  return { ...readTold(row), ...readJudgement(row), ...readSums(row), amounts }
}

export const findUpload = sql`SELECT ${columns} FROM redemption_upload WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')}`

/** Gives all uploads of them, in the order of their key. */
export const findUploadsOfCoupons = keyedBy(
  sql`SELECT ${columns} FROM redemption_upload
    WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')}) ORDER BY coupon_seq, redemption_id`,
  at.coupon_seq,
)

/** Gives a row if coupons were taken off the order that did not count. */
export const findLostUpload = sql`SELECT 1 FROM redemption_upload
  WHERE seller_id = ${p.text('sellerId')} AND order_id = ${p.text('orderId')} AND verdict <> 'redeemed' LIMIT 1`

/** Like `listRedemptionsBy`. */
export const listUploadsBy = sql`SELECT ${columns} FROM redemption_upload
  WHERE seller_id = ${p.text('sellerId')} AND verdict = ${p.text('verdict')} AND at_ms >= ${p.number('fromMs')} AND (at_ms > ${p.number('afterMs')} OR redemption_id > ${p.text('afterId')})
  ORDER BY at_ms, redemption_id LIMIT ${p.number('limit')}`

const judged = assign(judgement.columns)

/** Changes what was judged of an upload. */
export const changeVerdict = taking(
  sql`UPDATE redemption_upload SET ${judged}
  WHERE seller_id = ${p.text('sellerId')} AND redemption_id = ${p.text('redemptionId')}`,
  (sellerId: string, upload: StoredUpload) => {
    return { ...judgement.cells(upload), sellerId, redemptionId: upload.redemptionId }
  },
)
