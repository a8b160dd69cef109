import { bytesOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'

const changedColumns = ['counted_seq', 'counted_hash', 'counted_at_ms', 'missing_seq'] as const

export const figureCursorTable = defineTable({
  name: 'figure_cursor',
  key: ['seller_id'],
  columns: ['seller_id', ...changedColumns],
})

const { text: columns, at } = select(figureCursorTable.columns)
const changed = assign(changedColumns)
const insertion = insertInto(figureCursorTable)

/** Up to where events of a seller are counted. */
export type FigureCursor = Readonly<{
  /** Number of the last event that is counted; 0: none, -1: what was counted is being removed. */
  seq: number
  /** Its hash. */
  hash: Uint8Array
  /** When it was, epoch milliseconds. */
  atMs: number
  /** Events up to this number were removed before they were counted; 0: none. */
  missingSeq: number
}>

/** Takes seller. */
export const findFigureCursor = `SELECT ${columns} FROM figure_cursor WHERE seller_id = ?`

/** Decodes a row of `findFigureCursor`. */
export function figureCursorOfRow(row: SqlRow): FigureCursor {
  return {
    seq: Number(row[at.counted_seq]),
    hash: bytesOf(row[at.counted_hash]) ?? new Uint8Array(0),
    atMs: Number(row[at.counted_at_ms]),
    missingSeq: Number(row[at.missing_seq]),
  }
}

export const insertFigureCursor = insertion.text

export function encodeFirstFigureCursor(sellerId: string, cursor: FigureCursor): readonly SqlValue[] {
  return insertion.encode({ seller_id: sellerId, ...cellsOf(cursor) })
}

/** Takes the values of `encodeFigureCursor`, seller, and number, hash and moment of the cursor before. */
export const moveFigureCursor = `UPDATE figure_cursor SET ${changed.text}
  WHERE seller_id = ? AND counted_seq = ? AND counted_hash = ? AND counted_at_ms = ?`

export function encodeFigureCursor(cursor: FigureCursor): readonly SqlValue[] {
  return changed.encode(cellsOf(cursor))
}

/** Takes seller: what was counted is to be removed. */
export const resetFigureCursor = 'UPDATE figure_cursor SET counted_seq = -1 WHERE seller_id = ?'

function cellsOf({ seq, hash, atMs, missingSeq }: FigureCursor) {
  return { counted_seq: seq, counted_hash: hash, counted_at_ms: atMs, missing_seq: missingSeq }
}

/** Sellers with events that are not counted. Scans the heads of all sellers. */
export const findSellersToCount = `SELECT h.seller_id FROM event_head h
  LEFT JOIN figure_cursor f ON f.seller_id = h.seller_id
  WHERE f.counted_seq IS NULL OR f.counted_seq < h.newest_seq`

/** The seller of a row of `findSellersToCount`. */
export function sellerToCount(row: SqlRow): string {
  const [sellerId] = row
  return String(sellerId)
}
