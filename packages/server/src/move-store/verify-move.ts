import { readValue } from '#database/read-value'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { Table } from '#database/table'
import { verifyEvents } from '#store/audit/verify-seller'
import { findLastEventOfCoupon, findNewestEvent, newestEventOfRow } from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import { couponTable } from '#store/tables/coupon'
import { countedTables, nameInSource } from './moved-tables.ts'
import { tableTexts } from './table-texts.ts'

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
  const verdict = await verifyEvents({ reader: to.reader, sellerId }, async (couponSeq) => {
    const lastSeq = await readValue(from, findLastEventOfCoupon, [sellerId, couponSeq, couponSeq])
    return Number(lastSeq ?? 0) > newestSeq
  })
  return verdict.kind === 'intact'
    ? []
    : verdict.findings.map(({ table, key, problem }) => `${table}, ${key}: ${problem}`)
}

/** Compares the figures of a seller on both sides: rows of every table, the counter, the newest event and its hash. */
export async function compareSeller({ from, to, isFenced }: Sides, sellerId: string): Promise<SellerProof> {
  const faults: string[] = []
  for (const table of countedTables) {
    const [left, right] = [
      await countRows(from, table, { sellerId, isFenced }),
      await countRows(to.reader, table, { sellerId, isFenced: false }),
    ]
    if (left !== right) faults.push(`${table.name}: ${left} rows in the source, ${right} in the target`)
  }
  const [source, target] = [await newestEvent(from, sellerId), await newestEvent(to.reader, sellerId)]
  if (source.hash !== target.hash) faults.push(`the hash of event ${target.seq} differs`)
  const counted = Number((await readValue(to.reader, findCounter, [sellerId, seqCounter])) ?? 0)
  const coupons = await countRows(to.reader, couponTable, { sellerId, isFenced: false })
  if (counted !== coupons) faults.push(`the counter says ${counted}, but ${coupons} coupons exist`)
  return { sellerId, coupons, events: target.seq, checksum: target.hash, faults }
}

async function countRows(
  reader: SqlReader,
  table: Table,
  { sellerId, isFenced }: Readonly<{ sellerId: string; isFenced: boolean }>,
): Promise<number> {
  return Number(await readValue(reader, tableTexts(table, nameInSource(table, isFenced)).count, [sellerId]))
}

async function newestEvent(reader: SqlReader, sellerId: string): Promise<Readonly<{ seq: number; hash: string }>> {
  const row = await reader.one(findNewestEvent, [sellerId])
  if (row === undefined) return { seq: 0, hash: '' }
  const { lastSeq, hash } = newestEventOfRow(row)
  return { seq: lastSeq, hash: Buffer.from(hash).toString('hex') }
}
