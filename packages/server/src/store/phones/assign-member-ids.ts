import { randomBytes } from 'node:crypto'
import type { SqlTransaction } from '#database/sql-engine'
import { memberIdBytes } from './phone-book.ts'

/** Gives members a random id that were stored before members had one. Frozen with the schema step that runs it. */
export async function assignMemberIds(transaction: SqlTransaction): Promise<void> {
  const rows = await transaction.all('SELECT seller_id, phone_index FROM member_phone WHERE member_id IS NULL', [])
  const update = 'UPDATE member_phone SET member_id = ? WHERE seller_id = ? AND phone_index = ?'
  for (const [sellerId, phoneIndex] of rows) {
    await transaction.run(update, [randomBytes(memberIdBytes), sellerId ?? null, phoneIndex ?? null])
  }
}
