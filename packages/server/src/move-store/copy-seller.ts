import { maxInList, paddedList, textForList } from '#database/in-list'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { findCounter } from '#store/tables/counter-statements'
import { couponTable, eventTable, fencedName, type MovedTable, phoneTable, redemptionTable } from './moved-tables.ts'
import { replaceRows } from './replace-rows.ts'
import { tableTexts } from './table-texts.ts'

const blockSize = 500

export type SellerCopy = Readonly<{
  from: SqlReader
  to: SqlEngine
  sellerId: string
  isFenced: boolean
  /** Hears of rows copied. */
  onCopied: (rows: number) => void
}>

/**
 * Copies what a seller's coupons and events have more than the target's. Coupons come first, as they stand now; then, block by
 * block, the coupons and redemptions that events name, with those events. So whatever events the target has, its coupons are at
 * least as far, and a copy that was broken off goes on from the target's newest event.
 * @returns how many events lay between the target and the source
 */
export async function copySeller(copy: SellerCopy): Promise<number> {
  const { from, to, sellerId } = copy
  const newestSeq = await newestEvent(copy)
  const copiedSeq = await maxOf(to.reader, eventTable, sellerId)
  const standing = await maxOf(to.reader, couponTable, sellerId)
  const counted = await from.one(findCounter, [sellerId, 'seq'])
  for (let first = standing + 1; first <= Number(counted?.[0] ?? 0); first += blockSize) {
    await copyCoupons(copy, first, Math.min(first + blockSize - 1, Number(counted?.[0])))
  }
  for (let after = copiedSeq; after < newestSeq; ) after = await copyEvents(copy, { after, newestSeq, standing })
  return newestSeq - copiedSeq
}

/** Read before the coupons are: what is copied after it is at least as far. */
async function newestEvent({ from, sellerId, isFenced }: SellerCopy): Promise<number> {
  const table = isFenced ? fencedName('event_head') : 'event_head'
  const row = await from.one(`SELECT newest_seq FROM ${table} WHERE seller_id = ?`, [sellerId])
  return Number(row?.[0] ?? 0)
}

async function maxOf(reader: SqlReader, { name, key }: MovedTable, sellerId: string): Promise<number> {
  const row = await reader.one(`SELECT COALESCE(MAX(${key[1]}), 0) FROM ${name} WHERE seller_id = ?`, [sellerId])
  return Number(row?.[0] ?? 0)
}

async function copyCoupons({ from, to, sellerId, onCopied }: SellerCopy, first: number, last: number): Promise<void> {
  const coupons = await from.all(tableTexts(couponTable).range, [sellerId, first, last])
  const phones = await rowsByKeys(from, phoneTable, { sellerId, keys: coupons.map(phoneIndexOf) })
  await to.transact(async (transaction) => {
    await insertMissingPhones(transaction, sellerId, phones)
    await transaction.insertMany(tableTexts(couponTable).insert, coupons)
  })
  onCopied(coupons.length)
}

const phonePlace = couponTable.columns.indexOf('phone_index')

function phoneIndexOf(coupon: SqlRow): SqlValue {
  return coupon[phonePlace] ?? null
}

async function insertMissingPhones(
  transaction: SqlTransaction,
  sellerId: string,
  phones: readonly SqlRow[],
): Promise<void> {
  const known = await rowsByKeys(transaction, phoneTable, { sellerId, keys: phones.map((row) => row[1] ?? null) })
  const standing = new Set(known.map(([, index]) => hexOf(index)))
  const missing = phones.filter(([, index]) => !standing.has(hexOf(index)))
  await transaction.insertMany(tableTexts(phoneTable).insert, missing)
}

type EventRange = Readonly<{
  after: number
  newestSeq: number
  /** Later coupons were copied after the newest event was read. */
  standing: number
}>

const couponSeqPlace = eventTable.columns.indexOf('coupon_seq')
const textPlaces = ['before_text', 'after_text'].map((column) => eventTable.columns.indexOf(column))

/** @returns the number of the last event copied */
async function copyEvents(copy: SellerCopy, { after, newestSeq, standing }: EventRange): Promise<number> {
  const { from, to, sellerId, onCopied } = copy
  const found = await from.all(tableTexts(eventTable).after, [sellerId, after, blockSize])
  const events = found.filter((event) => Number(event[1]) <= newestSeq)
  const last = events.at(-1)
  if (last === undefined) throw new Error(`event ${after + 1} of chain ${sellerId} is missing in the source`)
  const seqs = events
    .map((event) => event[couponSeqPlace] ?? null)
    .filter((seq) => seq !== null && Number(seq) <= standing)
  const coupons = await rowsByKeys(from, couponTable, { sellerId, keys: seqs })
  const redemptions = await rowsByKeys(from, redemptionTable, { sellerId, keys: events.flatMap(redemptionsOf) })
  await to.transact(async (transaction) => {
    await replaceRows(transaction, couponTable, coupons)
    await replaceRows(transaction, redemptionTable, redemptions)
    await transaction.insertMany(tableTexts(eventTable).insert, events)
  })
  onCopied(events.length)
  return Number(last[1])
}

/** Ids of the redemptions that an event tells of, before or after it. */
function redemptionsOf(event: SqlRow): readonly string[] {
  return textPlaces.flatMap((place) => /"redemption_id":"(\w+)"/.exec(String(event[place] ?? ''))?.[1] ?? [])
}

/** Rows of a seller by the second column of their key; NULL is nobody's key. */
async function rowsByKeys(
  reader: SqlReader,
  table: MovedTable,
  { sellerId, keys }: Readonly<{ sellerId: string; keys: readonly SqlValue[] }>,
): Promise<readonly SqlRow[]> {
  const different = [...new Map(keys.filter((key) => key !== null).map((key) => [hexOf(key), key])).values()]
  const rows: SqlRow[] = []
  for (let start = 0; start < different.length; start += maxInList) {
    const list = paddedList(different.slice(start, start + maxInList))
    rows.push(...(await reader.all(textForList(tableTexts(table).byKeys, list), [sellerId, ...list])))
  }
  return rows
}

function hexOf(value: SqlValue | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}
