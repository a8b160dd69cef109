import type { SqlTransaction } from '../sql/sql-engine.ts'
import { findIssuedBySeq, setIssuedEventSeq } from '../statements/issued-coupon-statements.ts'
import { appendEvents } from './append-events.ts'
import { rowsDigest } from './event-hash.ts'

const blockSize = 1000

/** Writes the `issued` events of coupons that stood before events were kept, so that every coupon has one. */
export async function recordCouponsOfBefore(transaction: SqlTransaction): Promise<void> {
  const chains = await transaction.all("SELECT seller_id, counter_value FROM counter WHERE counter_name = 'seq'", [])
  for (const [sellerId, count] of chains) {
    for (let first = 1; first <= Number(count); first += blockSize) {
      await recordBlock(transaction, String(sellerId), { first, last: Math.min(first + blockSize - 1, Number(count)) })
    }
  }
}

/** The first block of a chain takes its first numbers, so numbers of events and coupons are the same here. */
async function recordBlock(
  transaction: SqlTransaction,
  sellerId: string,
  { first, last }: Readonly<{ first: number; last: number }>,
): Promise<void> {
  const rows = await transaction.all(findIssuedBySeq, [sellerId, first, last])
  const origin = { sellerId, atMs: Number(rows[0]?.[17] ?? 0), actor: 'system', requestId: undefined }
  const event = { kind: 'issued', count: rows.length, firstCouponSeq: first, after: rowsDigest(rows) } as const
  await appendEvents(transaction, origin, [event])
  await transaction.run(setIssuedEventSeq, [0, sellerId, first, last])
}
