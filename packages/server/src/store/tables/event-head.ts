import { bytesOf, textOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select, type Written } from '#database/table'
import { type RowSum, rowSumOf } from '#encryption/seals'

/** The columns that every write of the head sets. */
const changedColumns = [
  'newest_seq',
  'newest_hash',
  'request_count',
  'request_sum',
  'member_count',
  'member_sum',
  'identity_version',
  'cut_digest',
  'table_sums',
  'generation',
  'seal',
] as const

export const eventHeadTable = defineTable({
  name: 'event_head',
  key: ['seller_id'],
  columns: ['seller_id', ...changedColumns, 'rekey_place'],
})

const { text: columns, at } = select(eventHeadTable.columns)
const newest = select(['seller_id', 'newest_seq', 'newest_hash', 'identity_version', 'generation'])

/** The newest event of a seller, and the sums over its rows that no event covers. */
export type EventHead = Readonly<{
  newestSeq: number
  /** Undefined only where somebody altered it by hand. */
  hash: Uint8Array | undefined
  /** Sum of `out_request`. */
  requests: RowSum
  /** Sums of the tables of members. */
  members: RowSum
  /** Rises when a phone or card that was stored before leads to other coupons. */
  identityVersion: number
  /** Digest of the row of `event_cut`; undefined where no event was removed. */
  boundaryDigest: Uint8Array | undefined
  /** See `TableSums`; undefined in a head that no program opened since the sums were added to the schema. */
  tableSums: string | undefined
  /** Generation of the keys for rows of the seller. */
  generation: number
  seal: SqlValue | undefined
}>

export const insertEventHead = insertInto(eventHeadTable)

/** The generation of keys of a head. A fenced head has it stored as a negative number. */
function generationOf(cell: SqlValue | undefined): number {
  return Math.abs(Number(cell))
}

/** Whether a row with all columns is of a fenced head: while a seller moves, and where it was before, nothing of it is written. */
export function isFencedHead(row: SqlRow): boolean {
  return Number(row[at.generation]) < 0
}

/** The row of a head with all columns, as it is when fenced. */
export function fencedHeadRow(row: SqlRow): SqlRow {
  return row.with(at.generation, -generationOf(row[at.generation]))
}

/** Refuses every write that locks the head, from its commit on. No row changes where it is fenced. */
export const fenceHead = sql`UPDATE event_head SET generation = -generation
  WHERE seller_id = ${p.text('sellerId')} AND generation > 0`

/** Allows writes again. No row changes where it is not fenced. */
export const unfenceHead = sql`UPDATE event_head SET generation = -generation
  WHERE seller_id = ${p.text('sellerId')} AND generation < 0`

/** Writers of one seller lock it first, and so wait for each other here. */
export const findEventHead = sql`SELECT ${columns} FROM event_head WHERE seller_id = ${p.text('sellerId')}`

/** Gives rows for `sellerHeadOfRow`. */
export const findEventHeads = sql`SELECT ${newest.text} FROM event_head WHERE seller_id IN (${p.texts('sellerIds')})`

type NewestOfSeller = Readonly<{ newestSeq: number; newest: string; identityVersion: number; generation: number }>

/** A seller with number and hash of its newest event, as one text, the version of its identities, and the generation of its keys. */
export function sellerHeadOfRow(row: SqlRow): readonly [sellerId: string, head: NewestOfSeller] {
  const { at } = newest
  const hash = bytesOf(row[at.newest_hash])
  const text = `${row[at.newest_seq]} ${hash && Buffer.from(hash).toString('latin1')}`
  const [identityVersion, generation] = [Number(row[at.identity_version]), generationOf(row[at.generation])]
  const newestSeq = Number(row[at.newest_seq])
  return [String(row[at.seller_id]), { newestSeq, newest: text, identityVersion, generation }]
}

/** Decodes a row of `findEventHead`. */
export function eventHeadOfRow(row: SqlRow): EventHead {
  return {
    newestSeq: Number(row[at.newest_seq]),
    hash: bytesOf(row[at.newest_hash]),
    requests: rowSumOf(row[at.request_count], row[at.request_sum]),
    members: rowSumOf(row[at.member_count], row[at.member_sum]),
    identityVersion: Number(row[at.identity_version]),
    boundaryDigest: bytesOf(row[at.cut_digest]),
    tableSums: textOf(row[at.table_sums]),
    generation: generationOf(row[at.generation]),
    seal: row[at.seal],
  }
}

const changed = assign(changedColumns)

/** Writes the head of a seller. */
export const setEventHead = taking(
  sql`UPDATE event_head SET ${changed} WHERE seller_id = ${p.text('sellerId')}`,
  (sellerId: string, head: EventHead) => ({ ...headCells(head), sellerId }),
)

/** The cells of the first head of a seller, for `insertEventHead`. */
export function firstHeadCells(sellerId: string, head: EventHead): Written<(typeof eventHeadTable.columns)[number]> {
  return { seller_id: sellerId, ...headCells(head), rekey_place: undefined }
}

function headCells(head: EventHead) {
  return {
    newest_seq: head.newestSeq,
    newest_hash: head.hash,
    request_count: head.requests.count,
    request_sum: head.requests.sum,
    member_count: head.members.count,
    member_sum: head.members.sum,
    identity_version: head.identityVersion,
    cut_digest: head.boundaryDigest,
    table_sums: head.tableSums,
    generation: head.generation,
    seal: head.seal,
  }
}

export const deleteEventHead = sql`DELETE FROM event_head WHERE seller_id = ${p.text('sellerId')}`

/** Sellers whose rows are not all written under its keys, but those that left this store for another. Scans all heads. */
export const findSellersToRekey = sql`SELECT seller_id FROM event_head h
  WHERE (ABS(generation) <> ${p.number('generation')} OR rekey_place IS NOT NULL) AND NOT (generation < 0 AND EXISTS (
    SELECT 1 FROM seller s WHERE s.seller_id = h.seller_id AND s.store_name IS NOT NULL AND s.store_name NOT LIKE '<%'
  )) ORDER BY seller_id`

/** How many sellers have rows. */
export const countHeads = sql`SELECT COUNT(*) FROM event_head`

export const findRekeyPlace = sql`SELECT rekey_place FROM event_head WHERE seller_id = ${p.text('sellerId')}`

/** The place up to which rows of a seller are written under its keys; NULL when all are. */
export const setRekeyPlace = sql`UPDATE event_head SET rekey_place = ${p.textOrNull('rekeyPlace')} WHERE seller_id = ${p.text('sellerId')}`

/** Sellers whose heads have no sums of tables yet. Scans all heads. */
export const findHeadsWithoutSums = sql`SELECT seller_id FROM event_head WHERE table_sums IS NULL`

/** A head that has sums of tables. Scans heads up to the first one. */
export const findHeadWithSums = sql`SELECT seller_id FROM event_head WHERE table_sums IS NOT NULL LIMIT 1`
