import { bytesOf } from '#database/cells'
import { readValue } from '#database/read-value'
import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { deleteStoreProperty, findStoreProperty, insertStoreProperty, moveProperty } from '#store/tables/store-property'

/** The part that a store has in a move. */
export type MoveMark =
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
