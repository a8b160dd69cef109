import { bytes, number, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'

const cursor = record({
  /** Number of the last event that is counted; 0: none, -1: what was counted is being removed. */
  seq: number('counted_seq'),
  /** Its hash. */
  hash: bytes('counted_hash'),
  /** When it was, epoch milliseconds. */
  atMs: number('counted_at_ms'),
  /** Events up to this number were removed before they were counted; 0: none. */
  missingSeq: number('missing_seq'),
})

export const figureCursorTable = defineTable({
  name: 'figure_cursor',
  key: ['seller_id'],
  columns: ['seller_id', ...cursor.columns],
})

const { text: columns, at } = select(figureCursorTable.columns)
const changed = assign(cursor.columns)

/** Up to where events of a seller are counted. */
export type FigureCursor = ReturnType<typeof figureCursorOfRow>

export const findFigureCursor = sql`SELECT ${columns} FROM figure_cursor WHERE seller_id = ${p.text('sellerId')}`

/** Decodes a row of `findFigureCursor`. */
export const figureCursorOfRow = cursor.decoder(at)

export const insertFigureCursor = insertInto(figureCursorTable)

export function encodeFirstFigureCursor(sellerId: string, first: FigureCursor): readonly SqlValue[] {
  return insertFigureCursor.encode({ seller_id: sellerId, ...cursor.cells(first) })
}

/** Moves the cursor of a seller, if it still is where it was read. */
export const moveFigureCursor = taking(
  sql`UPDATE figure_cursor SET ${changed} WHERE seller_id = ${p.text('sellerId')}
  AND counted_seq = ${p.number('fromSeq')} AND counted_hash = ${p.bytes('fromHash')} AND counted_at_ms = ${p.number('fromMs')}`,
  (sellerId: string, from: FigureCursor, to: FigureCursor) => {
    return { ...cursor.cells(to), sellerId, fromSeq: from.seq, fromHash: from.hash, fromMs: from.atMs }
  },
)

/** Waits for a step that moves the cursor, and changes nothing. */
export const lockFigureCursor = sql`UPDATE figure_cursor SET counted_seq = counted_seq WHERE seller_id = ${p.text('sellerId')}`

/** Marks what was counted as to be removed. */
export const resetFigureCursor = sql`UPDATE figure_cursor SET counted_seq = -1 WHERE seller_id = ${p.text('sellerId')}`

/** Sellers with events that are not counted, and whose heads are not fenced. Scans the heads of all sellers. */
export const findSellersToCount = sql`SELECT h.seller_id FROM event_head h
  LEFT JOIN figure_cursor f ON f.seller_id = h.seller_id
  WHERE h.generation > 0 AND (f.counted_seq IS NULL OR f.counted_seq < h.newest_seq)`

/** The seller of a row of `findSellersToCount`. */
export function sellerToCount(row: SqlRow): string {
  const [sellerId] = row
  return String(sellerId)
}
