import type { SqlTransaction } from '#database/sql-engine'
import { setIssuedEventSeq } from '#store/tables/issued-coupon-statements'

const blockSize = 1000

/**
 * Writes the `issued` events of coupons that stood before events were kept, so that every coupon has one. Digests and
 * hashes are left blank: the schema step that introduces member ids computes them for all events.
 */
export async function recordCouponsOfBefore(transaction: SqlTransaction): Promise<void> {
  const sellers = await transaction.all("SELECT seller_id, counter_value FROM counter WHERE counter_name = 'seq'", [])
  for (const [seller, count] of sellers) {
    const [sellerId, coupons] = [String(seller), Number(count)]
    if (coupons === 0) continue
    for (let first = 1; first <= coupons; first += blockSize) {
      await recordBlock(transaction, sellerId, { first, last: Math.min(first + blockSize - 1, coupons) })
    }
    const head = 'INSERT INTO event_head (seller_id, newest_seq, newest_hash) VALUES (?, ?, ?)'
    await transaction.run(head, [sellerId, coupons, new Uint8Array(32)])
  }
}

/** The first block of a seller takes its first numbers, so numbers of events and coupons are the same here. */
async function recordBlock(
  transaction: SqlTransaction,
  sellerId: string,
  { first, last }: Readonly<{ first: number; last: number }>,
): Promise<void> {
  const issuedAt = 'SELECT issued_at_ms FROM coupon WHERE seller_id = ? AND seq = ?'
  const row = await transaction.one(issuedAt, [sellerId, first])
  const insert = `INSERT INTO chain_event (seller_id, event_seq, event_count, kind, first_coupon_seq, at_ms, actor, hash)
    VALUES (?, ?, ?, 'issued', ?, ?, 'system', ?)`
  const values = [sellerId, last, last - first + 1, first, Number(row?.[0] ?? 0), new Uint8Array(32)]
  await transaction.run(insert, values)
  await transaction.run(setIssuedEventSeq, [0, sellerId, first, last])
}
