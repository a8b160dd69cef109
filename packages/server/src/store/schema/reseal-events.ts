import type { SqlTransaction, SqlValue } from '#database/sql-engine'
import { eventHash, firstHash, rowsDigest } from '#store/events/event-hash'

const pageRows = 500

/** Columns of an event that its hash covers. */
const columns = `seller_id, event_seq, event_count, kind, coupon_seq, first_coupon_seq, coupon_code, coupon_id, at_ms,
  actor, request_id, before_text, after_text`

const afterPlace = 12

/** The terms of a coupon as issued, with its member's id where the digest held the phone index before. */
const issuedTerms = `SELECT c.seq, c.coupon_code, c.coupon_id, c.coupon_name, c.channel, m.member_id, c.card_no,
  c.coupon_amount, c.order_amount, c.start_date, COALESCE(c.issued_end_date, c.end_date), c.bill_date, c.description,
  c.shop, c.category, c.attribute, c.issued_state, c.issued_at_ms, c.template_version
  FROM coupon c LEFT JOIN member_phone m ON m.seller_id = c.seller_id AND m.phone_index = c.phone_index
  WHERE c.seller_id = ? AND c.seq BETWEEN ? AND ? ORDER BY c.seq`

/**
 * Computes digests of issued terms and hashes of all events anew, with member ids. Frozen with the schema step that
 * runs it: stores before that step were never released, so nobody relies on their hashes.
 */
export async function resealEvents(transaction: SqlTransaction): Promise<void> {
  const heads = await transaction.all('SELECT seller_id FROM event_head', [])
  for (const [sellerId] of heads) await resealSeller(transaction, String(sellerId))
}

async function resealSeller(transaction: SqlTransaction, sellerId: string): Promise<void> {
  let hash = firstHash
  let lastSeq = 0
  for (;;) {
    const text = `SELECT ${columns} FROM chain_event WHERE seller_id = ? AND event_seq > ? ORDER BY event_seq LIMIT ?`
    const rows = await transaction.all(text, [sellerId, lastSeq, pageRows])
    for (const row of rows) {
      const values = await withNewDigest(transaction, row)
      hash = eventHash(hash, values)
      lastSeq = Number(row[1])
      const update = 'UPDATE chain_event SET after_text = ?, hash = ? WHERE seller_id = ? AND event_seq = ?'
      await transaction.run(update, [values[afterPlace] ?? null, hash, sellerId, lastSeq])
    }
    if (rows.length < pageRows) break
  }
  await transaction.run('UPDATE event_head SET newest_hash = ? WHERE seller_id = ?', [hash, sellerId])
}

async function withNewDigest(transaction: SqlTransaction, row: readonly SqlValue[]): Promise<readonly SqlValue[]> {
  const [sellerId, , count, , , firstCoupon] = row
  if (typeof firstCoupon !== 'number') return row
  const terms = await transaction.all(issuedTerms, [sellerId ?? null, firstCoupon, firstCoupon + Number(count) - 1])
  return row.map((value, place) => (place === afterPlace ? rowsDigest(terms) : value))
}
