import { MissingTableError } from '#database/database-errors'
import { bytesOf, readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction } from '#database/sql-engine'
import { withTransact } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'
import { findEventHead, isFencedHead } from '#store/tables/event-head'
import { deleteStoreProperty, findStoreProperty, insertStoreProperty, moveProperty } from '#store/tables/store-property'

/** The part that a store has in a move. */
type MoveMark =
  /** Coupons are being copied into it; nothing else may write. */
  | Readonly<{ kind: 'moving-in'; from: string }>
  /** Everything was moved elsewhere; nothing may write any more. */
  | Readonly<{ kind: 'moved-out'; to: string }>

const maxPlaceBytes = 180

/** @returns undefined for a store that is not part of a move */
export async function findMoveMark(reader: SqlReader): Promise<MoveMark | undefined> {
  const content = bytesOf(await readValue(reader, findStoreProperty({ propertyName: moveProperty })))
  return content && JSON.parse(Buffer.from(content).toString('utf8'))
}

export async function setMoveMark(transaction: SqlTransaction, mark: MoveMark): Promise<void> {
  await transaction.run(deleteStoreProperty({ propertyName: moveProperty }))
  const content = Buffer.from(JSON.stringify(mark), 'utf8')
  await transaction.run(insertStoreProperty(moveProperty, content))
}

export function clearMoveMark(engine: SqlEngine): Promise<number> {
  return engine.transact((transaction) => transaction.run(deleteStoreProperty({ propertyName: moveProperty })))
}

/** The name of a place, cut to what a mark holds. */
export function markedPlace(place: string): string {
  let name = place
  while (Buffer.byteLength(name, 'utf8') > maxPlaceBytes) name = name.slice(1)
  return name
}

/** @throws OperatorError when the store has moved elsewhere, or a move into it has not ended */
export async function refuseMovingStore(engine: Pick<SqlEngine, 'reader'>): Promise<void> {
  const mark = await findMoveMark(engine.reader)
  if (mark?.kind === 'moved-out') throw movedError(mark.to)
  if (mark?.kind === 'moving-in') {
    throw new OperatorError({
      zh: `正在从 ${mark.from} 迁入数据，请先完成 yaoquan migrate-store --switch`,
      en: `data is being moved into this store from ${mark.from}; finish with yaoquan migrate-store --switch`,
    })
  }
}

/** An engine whose writes fail with the new place once the store has moved: its tables then have other names. */
export function tellingOfMove(engine: SqlEngine): SqlEngine {
  return withTransact(engine, async (work, options) => {
    try {
      return await engine.transact(work, options)
    } catch (error) {
      if (!(error instanceof MissingTableError)) throw error
      const mark = await findMoveMark(engine.reader)
      throw mark?.kind === 'moved-out' ? movedError(mark.to, error) : error
    }
  })
}

function movedError(to: string, cause?: MissingTableError): OperatorError {
  return new OperatorError(
    { zh: `数据已迁至 ${to}，此处只读`, en: `the data has moved to ${to}; this store is read-only` },
    { cause },
  )
}

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
