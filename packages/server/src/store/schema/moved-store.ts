import { MissingTableError } from '#database/missing-table-error'
import type { SqlEngine } from '#database/sql-engine'
import { withTransact } from '#database/with-transact'
import { OperatorError } from '#errors/operator-error'
import { findMoveMark } from './move-mark.ts'

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
