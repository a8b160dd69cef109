import { MissingTableError } from '#database/database-errors'
import { bytesOf, readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { withTransact } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'
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
