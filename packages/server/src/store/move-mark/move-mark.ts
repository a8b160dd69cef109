import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { deleteStoreProperty, findStoreProperty, insertStoreProperty } from '#store/tables/store-property-statements'

/** What a store says of a move that it is part of. */
export type MoveMark =
  /** Coupons are being brought in; nobody else may write. */
  | Readonly<{ kind: 'moving-in'; from: string }>
  /** Everything was brought elsewhere; nobody may write any more. */
  | Readonly<{ kind: 'moved-out'; to: string }>

const propertyName = 'move'
const maxPlaceBytes = 180

/** @returns undefined for a store that is not part of a move */
export async function findMoveMark(reader: SqlReader): Promise<MoveMark | undefined> {
  const row = await reader.one(findStoreProperty, [propertyName])
  return row?.[0] instanceof Uint8Array ? JSON.parse(Buffer.from(row[0]).toString('utf8')) : undefined
}

export async function setMoveMark(transaction: SqlTransaction, mark: MoveMark): Promise<void> {
  await transaction.run(deleteStoreProperty, [propertyName])
  await transaction.run(insertStoreProperty, [propertyName, Buffer.from(JSON.stringify(mark), 'utf8')])
}

export function clearMoveMark(engine: SqlEngine): Promise<number> {
  return engine.transact((transaction) => transaction.run(deleteStoreProperty, [propertyName]))
}

/** The name of a place, cut to what a mark holds. */
export function markedPlace(place: string): string {
  let name = place
  while (Buffer.byteLength(name, 'utf8') > maxPlaceBytes) name = name.slice(1)
  return name
}
