import { hash } from 'node:crypto'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import { noRows, sealedText } from '#encryption/seals'
import { findRetentionBoundary, type RetentionBoundary, retentionBoundaryOfRow } from '#store/tables/retention-boundary'
import { firstHash } from './event-hash.ts'

/** The boundary of a seller without removed events. */
export const noBoundary: RetentionBoundary = {
  seq: 0,
  hash: firstHash,
  beforeMs: 0,
  coupons: 0,
  terms: noRows,
  states: noRows,
  redemptions: noRows,
  templates: noRows,
}

/** Up to where a seller's events were removed; undefined when none was. */
export async function readBoundary(reader: SqlReader, sellerId: string): Promise<RetentionBoundary | undefined> {
  const row = await reader.one(findRetentionBoundary({ sellerId }))
  return row && retentionBoundaryOfRow(row)
}

/** What the seal of a seller's head covers of its boundary. */
export function boundaryDigest(sellerId: string, boundary: RetentionBoundary): Uint8Array {
  const { seq, hash: lastHash, beforeMs, coupons, terms, states, redemptions, templates } = boundary
  const sums = [terms, states, redemptions, templates].flatMap(({ count, sum }): readonly SqlValue[] => [count, sum])
  const text = sealedText([sellerId, seq, lastHash, beforeMs, coupons, ...sums])
  return Buffer.from(hash('sha256', text, 'binary'), 'latin1')
}
