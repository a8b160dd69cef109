import type { SqlTransaction } from '#database/sql-engine'
import { insertCounter, seqCounter, touchCounter } from '#store/tables/counter'

/** Locks the issuing of coupons of a seller until the transaction ends. */
export async function lockIssuers(transaction: Pick<SqlTransaction, 'run'>, sellerId: string): Promise<void> {
  const touched = await transaction.run(touchCounter, [sellerId, seqCounter])
  if (touched > 0) return
  const record = { seller_id: sellerId, counter_name: seqCounter, counter_value: 0, version: 1 }
  await transaction.run(insertCounter.text, insertCounter.encode(record))
}
