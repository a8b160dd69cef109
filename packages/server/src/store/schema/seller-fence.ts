import type { SqlReader, SqlRow, SqlTransaction } from '#database/sql-engine'
import { findEventHead, isFencedHead } from '#store/tables/event-head'

/** Nothing of a seller is written here: it is being moved to another store, or was. The same call may succeed in a moment, or there. */
export class SellerMovedError extends Error {
  override readonly name = 'SellerMovedError'

  constructor(sellerId: string) {
    super(`seller ${sellerId} is being moved to another store, or was`)
  }
}

/**
 * For a write of a seller that does not lock the head, and of which what is lost does no harm: one that began before the fence may commit
 * after it.
 * @throws SellerMovedError when the head is fenced
 */
export async function refuseFenced(reader: SqlReader, sellerId: string): Promise<void> {
  refuseRow(await reader.one(findEventHead({ sellerId })), sellerId)
}

/**
 * The same for a write that must not be lost. The head stays locked until the transaction ends.
 * @throws SellerMovedError when the head is fenced
 */
export async function lockUnfenced(transaction: Pick<SqlTransaction, 'lockOne'>, sellerId: string): Promise<void> {
  refuseRow(await transaction.lockOne(findEventHead({ sellerId })), sellerId)
}

function refuseRow(row: SqlRow | undefined, sellerId: string): void {
  if (row !== undefined && isFencedHead(row)) throw new SellerMovedError(sellerId)
}
