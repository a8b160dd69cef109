import type { SqlTransaction } from '#database/sql-engine'
import { seqCounter } from '#store/tables/counter-names'
import { insertCounter, touchCounter } from '#store/tables/counter-statements'

/** Makes whoever issues coupons of a seller wait until the transaction ends, or waits for those who do. */
export async function lockIssuers(transaction: SqlTransaction, sellerId: string): Promise<void> {
  const touched = await transaction.run(touchCounter, [sellerId, seqCounter])
  if (touched === 0) await transaction.run(insertCounter, [sellerId, seqCounter, 0])
}
