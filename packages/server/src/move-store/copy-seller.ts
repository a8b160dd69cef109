import { cellText, readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import { positional } from '#database/statement'
import { allInList, type Table } from '#database/table'
import { readBoundary } from '#store/events/retention-boundary'
import {
  chainEventTable,
  deleteEvents,
  type EventRow,
  eventOfRow,
  findEventsAfter,
  findEventUpTo,
} from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import { couponTable } from '#store/tables/coupon'
import { eventHeadTable } from '#store/tables/event-head'
import { redemptionTable } from '#store/tables/redemption'
import type { RequestCopy } from './copy-requests.ts'
import { findByKeys, nameInSource, replaceRows, tableTexts } from './moved-tables.ts'
import { syncTable } from './sync-table.ts'

const blockSize = 500

/** `onCopied` is called with the number of rows copied. */
type SellerCopy = RequestCopy & Readonly<{ onCopied: (rows: number) => void }>

/**
 * Copies the coupons and events that the target lacks. New coupons are copied first; then, block by block, events with
 * the coupons and redemptions that they mention. Coupons are copied before the events that mention them, so an
 * interrupted copy resumes from the target's newest event. Where the source removed events that the target lacks, all
 * coupons and redemptions are compared first.
 * @returns how many events the target lacked
 */
export async function copySeller(copy: SellerCopy): Promise<number> {
  const { from, to, sellerId } = copy
  const newestSeq = await newestEvent(copy)
  const copiedSeq = await maxOf(to.reader, chainEventTable, sellerId)
  const removedSeq = (await readBoundary(from, sellerId))?.seq ?? 0
  if (copiedSeq < removedSeq) {
    for (const table of [couponTable, redemptionTable]) await syncTable({ from, to, table, sellerId, isFenced: false })
  }
  const lastCoupon = await maxOf(to.reader, couponTable, sellerId)
  const counted = Number((await readValue(from, findCounter({ sellerId, counterName: seqCounter }))) ?? 0)
  for (let first = lastCoupon + 1; first <= counted; first += blockSize) {
    await copyCoupons(copy, first, Math.min(first + blockSize - 1, counted))
  }
  const firstSeq = Math.max(copiedSeq, removedSeq)
  for (let after = firstSeq; after < newestSeq; ) {
    const last = await copyEvents(copy, { after, newestSeq, lastCoupon })
    // The source removed what comes next.
    if (last === undefined) return copySeller(copy)
    after = last
  }
  return newestSeq - firstSeq
}

/** Read before the coupons, so that these are at least as new. */
async function newestEvent({ from, sellerId, isFenced }: SellerCopy): Promise<number> {
  const name = nameInSource(eventHeadTable, isFenced)
  return Number(
    (await readValue(from, positional(`SELECT newest_seq FROM ${name} WHERE seller_id = ?`, [sellerId]))) ?? 0,
  )
}

async function maxOf(reader: SqlReader, { name, key }: Table, sellerId: string): Promise<number> {
  const [, second] = key
  return Number(
    await readValue(
      reader,
      positional(`SELECT COALESCE(MAX(${second}), 0) FROM ${name} WHERE seller_id = ?`, [sellerId]),
    ),
  )
}

async function copyCoupons({ from, to, sellerId, onCopied }: SellerCopy, first: number, last: number): Promise<void> {
  const coupons = await from.all(positional(tableTexts(couponTable).range, [sellerId, first, last]))
  await to.transact((transaction) => transaction.insertMany(tableTexts(couponTable).insert, coupons))
  onCopied(coupons.length)
}

type EventRange = Readonly<{
  after: number
  newestSeq: number
  /** Number of the newest coupon that was in the target before; later ones were copied after the newest event was read. */
  lastCoupon: number
}>

/** @returns the number of the last event copied; undefined where the next ones were removed since */
async function copyEvents(copy: SellerCopy, { after, newestSeq, lastCoupon }: EventRange): Promise<number | undefined> {
  const { from, to, sellerId, onCopied } = copy
  const found = await from.all(findEventsAfter({ sellerId, afterSeq: after, limit: blockSize }))
  const rows = found.filter((row) => eventOfRow(row).lastSeq <= newestSeq)
  const events = rows.map(eventOfRow)
  const last = events.at(-1)
  const isGap = events.some(({ lastSeq, count }, place) => place === 0 && lastSeq - count !== after)
  if ((isGap || last === undefined) && ((await readBoundary(from, sellerId))?.seq ?? 0) > after) return undefined
  if (last === undefined) throw new Error(`event ${after + 1} of seller ${sellerId} is missing in the source`)
  const seqs = events.flatMap(({ couponSeq }) =>
    couponSeq !== undefined && couponSeq <= lastCoupon ? [couponSeq] : [],
  )
  const coupons = await rowsByKeys(from, couponTable, { sellerId, keys: seqs })
  const redemptionIds = [...new Set(events.flatMap(redemptionsOf))]
  const redemptions = await rowsByKeys(from, redemptionTable, { sellerId, keys: redemptionIds })
  await to.transact(async (transaction) => {
    await replaceRows(transaction, couponTable, coupons)
    // One that another took the place of is in the source no more.
    for (const id of redemptionIds)
      await transaction.run(positional(tableTexts(redemptionTable).delete, [sellerId, id]))
    await transaction.insertMany(tableTexts(redemptionTable).insert, redemptions)
    await transaction.insertMany(tableTexts(chainEventTable).insert, rows)
  })
  onCopied(rows.length)
  return last.lastSeq
}

/** Ids of the redemptions that an event mentions, before or after it. */
function redemptionsOf({ before = '', after = '' }: EventRow): readonly string[] {
  return [before, after].flatMap((text) => {
    const [, redemptionId] = /"redemption_id":"(\w+)"/.exec(text) ?? []
    return redemptionId ?? []
  })
}

/** Rows of a seller by the second column of their key; no row has NULL as its key. */
async function rowsByKeys(
  reader: SqlReader,
  table: Table,
  { sellerId, keys }: Readonly<{ sellerId: string; keys: readonly SqlValue[] }>,
): Promise<readonly SqlRow[]> {
  const different = [...new Map(keys.filter((key) => key !== null).map((key) => [cellText(key), key])).values()]
  return allInList(reader, findByKeys(table), { sellerId, keys: different })
}

/** The events that the source removed after they were copied, a thousand numbers at a time. */
export async function dropRemovedEvents(to: SqlEngine, sellerId: string): Promise<void> {
  const { seq } = (await readBoundary(to.reader, sellerId)) ?? { seq: 0 }
  for (;;) {
    const first = Number((await readValue(to.reader, findEventUpTo({ sellerId, upToSeq: seq }))) ?? 0)
    if (first === 0) return
    await to.transact((transaction) =>
      transaction.run(deleteEvents({ sellerId, afterSeq: first - 1, upToSeq: Math.min(first + 999, seq) })),
    )
  }
}
