import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { FigureReader, FigureSource, FigureState } from '#domain/figures/figure-store'
import { noFigures, noOutstanding } from '#domain/figures/figures'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { figureCursorOfRow, findFigureCursor } from '#store/tables/figure-cursor'
import { dailyFiguresOfRow, dailyFiguresQuery, figureSumOfRow, figureSumQuery } from '#store/tables/figure-day'
import { outstandingQuery, outstandingSumOfRow } from '#store/tables/figure-outstanding'

/** Reads what the folder counted. */
export function createFigureReader({ snapshot }: Pick<SqlEngine, 'snapshot'>): FigureReader {
  return {
    read: (sellerId, work) =>
      snapshot(async (reader) => work(sourceOf(reader, sellerId, await stateOf(reader, sellerId)))),
  }
}

function sourceOf(reader: SqlReader, sellerId: string, state: FigureState): FigureSource {
  return {
    state,
    async sum(query) {
      const row = await reader.one(figureSumQuery(query))
      return row === undefined ? noFigures : figureSumOfRow(row).figures
    },
    async group(query, group, order) {
      return (await reader.all(figureSumQuery(query, group, order))).map(figureSumOfRow)
    },
    async daily(query, group, names) {
      return (await reader.all(dailyFiguresQuery(query, group, names))).map(dailyFiguresOfRow)
    },
    async outstanding(span) {
      const row = await reader.one(outstandingQuery(sellerId, span))
      return row === undefined ? noOutstanding : outstandingSumOfRow(row)
    },
  }
}

async function stateOf(reader: SqlReader, sellerId: string): Promise<FigureState> {
  const [cursorRow, headRow] = [
    await reader.one(findFigureCursor({ sellerId })),
    await reader.one(findEventHead({ sellerId })),
  ]
  const cursor = cursorRow && figureCursorOfRow(cursorRow)
  const asOfSeq = Math.max(0, cursor?.seq ?? 0)
  return {
    asOfSeq,
    asOfMs: asOfSeq === 0 ? undefined : cursor?.atMs,
    newestSeq: headRow === undefined ? 0 : eventHeadOfRow(headRow).newestSeq,
    missingThroughSeq: cursor?.missingSeq ?? 0,
  }
}
