import { bytesOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
import { type RowSum, rowSumOf } from '#encryption/row-sum'

export const eventHeadTable = defineTable({
  name: 'event_head',
  key: ['seller_id'],
  columns: ['seller_id', 'newest_seq', 'newest_hash', 'request_count', 'request_sum', 'seal'],
})

const { text: columns, at } = select(eventHeadTable.columns)
const newest = select(['seller_id', 'newest_seq', 'newest_hash'])

/** The newest event of a seller, and the sum over its request rows. */
export type EventHead = Readonly<{
  newestSeq: number
  /** Undefined only where somebody altered it by hand. */
  hash: Uint8Array | undefined
  requests: RowSum
  seal: SqlValue | undefined
}>

/**
 * Takes how many events, how many request rows, and seller. Changes the head first, so that writers of one seller wait
 * for each other here. One of the amounts is above 0, so the row always changes.
 */
export const lockEventHead = `UPDATE event_head SET newest_seq = newest_seq + ?, request_count = request_count + ?
  WHERE seller_id = ?`

export const insertEventHead = insertInto(eventHeadTable)

/** Takes seller. */
export const findEventHead = `SELECT ${columns} FROM event_head WHERE seller_id = ?`

/** Takes sellers. Gives rows for `headTextOfRow`. */
export const findEventHeads = inListTexts(
  (marks) => `SELECT ${newest.text} FROM event_head WHERE seller_id IN (${marks})`,
)

/** A seller with number and hash of its newest event, as one text. */
export function headTextOfRow(row: SqlRow): readonly [sellerId: string, newest: string] {
  const hash = bytesOf(row[newest.at.newest_hash])
  return [
    String(row[newest.at.seller_id]),
    `${row[newest.at.newest_seq]} ${hash && Buffer.from(hash).toString('latin1')}`,
  ]
}

/** Decodes a row of `findEventHead`. */
export function eventHeadOfRow(row: SqlRow): EventHead {
  return {
    newestSeq: Number(row[at.newest_seq]),
    hash: bytesOf(row[at.newest_hash]),
    requests: rowSumOf(row[at.request_count], row[at.request_sum]),
    seal: row[at.seal],
  }
}

const changed = assign(['newest_seq', 'newest_hash', 'request_count', 'request_sum', 'seal'])

/** Takes the values of `encodeEventHead` and seller. */
export const setEventHead = `UPDATE event_head SET ${changed.text} WHERE seller_id = ?`

export function encodeEventHead({ newestSeq, hash, requests, seal }: EventHead): readonly SqlValue[] {
  return changed.encode({
    newest_seq: newestSeq,
    newest_hash: hash,
    request_count: requests.count,
    request_sum: requests.sum,
    seal,
  })
}

/** Takes seller. */
export const deleteEventHead = 'DELETE FROM event_head WHERE seller_id = ?'
