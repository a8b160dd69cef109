import { readValue } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import type { Table } from '#database/table'
import type { IsAhead } from '#store/audit/findings'
import { verifyEvents } from '#store/audit/verify-seller'
import { readBoundary } from '#store/events/retention-boundary'
import {
  chainEventTable,
  countEventsPast,
  findLastEventOfCoupon,
  findNewestEvent,
  newestEventOfRow,
} from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import { couponTable } from '#store/tables/coupon'
import { redemptionTable } from '#store/tables/redemption'
import { countedTables, nameInSource, tableTexts } from './moved-tables.ts'
import { differencesOf } from './sync-table.ts'

/** The figures of a seller, equal on both sides and verified on the target. */
export type SellerProof = Readonly<{
  sellerId: string
  coupons: number
  /** Number of the newest event. */
  events: number
  /** Hash of the newest event, hex: SHA-256 over every event before it and the terms of every coupon. */
  checksum: string
  /** Faults; empty when the seller was moved completely. */
  faults: readonly string[]
}>

type Sides = Readonly<{ from: SqlReader; to: SqlEngine; isFenced: boolean }>

/**
 * Recomputes a chain in the target, from its first event to the newest one copied: every hash, coupon and state. While the
 * source is in use, a coupon may be newer than the events copied; a later round proves its state.
 */
export async function proveSeller({ from, to }: Sides, sellerId: string): Promise<readonly string[]> {
  const { seq: newestSeq } = await newestEvent(to.reader, sellerId)
  const isAhead: IsAhead = async (couponSeq) => {
    const lastSeq = await readValue(from, findLastEventOfCoupon({ sellerId, couponSeq }))
    return Number(lastSeq ?? 0) > newestSeq
  }
  const verdict = await verifyEvents({ reader: to.reader, sellerId }, isAhead)
  const faults =
    verdict.kind === 'intact' ? [] : verdict.findings.map(({ table, key, problem }) => `${table}, ${key}: ${problem}`)
  return [...faults, ...(await compareWithoutEvents({ from, to, sellerId }, isAhead))]
}

const maxNamed = 20

/** Compares the coupons whose issue was removed, and their redemptions, with the source: no event proves them. */
async function compareWithoutEvents(
  pair: Readonly<{ from: SqlReader; to: SqlEngine; sellerId: string }>,
  isAhead: IsAhead,
): Promise<readonly string[]> {
  const coupons = (await readBoundary(pair.to.reader, pair.sellerId))?.coupons ?? 0
  const faults: string[] = []
  const compared = [
    [couponTable, couponTable.columns.indexOf('seq')],
    [redemptionTable, redemptionTable.columns.indexOf('coupon_seq')],
  ] as const
  for (const [table, place] of coupons === 0 ? [] : compared) {
    for await (const { remove, insert } of differencesOf({ ...pair, table, isFenced: false })) {
      const seq = Number((remove ?? insert)?.[place] ?? 0)
      if (seq > coupons || faults.length === maxNamed || (await isAhead(seq))) continue
      faults.push(`${table.name}, of the coupon with seq ${seq}: differs from the source`)
    }
  }
  return faults
}

/** Compares the figures of a seller on both sides: rows of every table, the counter, the newest event and its hash. */
export async function compareSeller({ from, to, isFenced }: Sides, sellerId: string): Promise<SellerProof> {
  const faults: string[] = []
  const boundaries = [await readBoundary(from, sellerId), await readBoundary(to.reader, sellerId)]
  const afterSeq = Math.max(...boundaries.map((boundary) => boundary?.seq ?? 0))
  for (const table of countedTables) {
    // The source may have removed more events since they were copied.
    const isOfEvents = table.name === chainEventTable.name
    const counting = { sellerId, afterSeq: isOfEvents ? afterSeq : undefined }
    const [left, right] = [
      await countRows(from, table, { ...counting, isFenced }),
      await countRows(to.reader, table, { ...counting, isFenced: false }),
    ]
    if (left !== right) faults.push(`${table.name}: ${left} rows in the source, ${right} in the target`)
  }
  const [source, target] = [await newestEvent(from, sellerId), await newestEvent(to.reader, sellerId)]
  if (source.hash !== target.hash) faults.push(`the hash of event ${target.seq} differs`)
  const counted = Number((await readValue(to.reader, findCounter({ sellerId, counterName: seqCounter }))) ?? 0)
  const coupons = await countRows(to.reader, couponTable, { sellerId, isFenced: false })
  if (counted !== coupons) faults.push(`the counter says ${counted}, but ${coupons} coupons exist`)
  return { sellerId, coupons, events: target.seq, checksum: target.hash, faults }
}

async function countRows(reader: SqlReader, table: Table, { sellerId, isFenced, afterSeq }: Counting): Promise<number> {
  if (afterSeq !== undefined) return Number(await readValue(reader, countEventsPast({ sellerId, afterSeq })))
  return Number(await readValue(reader, positional(tableTexts(table, nameInSource(table, isFenced)).count, [sellerId])))
}

/** `afterSeq`: only events past it. */
type Counting = Readonly<{ sellerId: string; isFenced: boolean; afterSeq?: number | undefined }>

async function newestEvent(reader: SqlReader, sellerId: string): Promise<Readonly<{ seq: number; hash: string }>> {
  const row = await reader.one(findNewestEvent({ sellerId }))
  if (row === undefined) return { seq: 0, hash: '' }
  const { lastSeq, hash } = newestEventOfRow(row)
  return { seq: lastSeq, hash: Buffer.from(hash).toString('hex') }
}
