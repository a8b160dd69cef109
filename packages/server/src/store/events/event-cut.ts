import { hash } from 'node:crypto'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import { noRows } from '#encryption/row-sum'
import { sealedText } from '#encryption/seals'
import { type EventCut, eventCutOfRow, findEventCut } from '#store/tables/event-cut'
import { firstHash } from './event-hash.ts'

/** The cut of a seller without removed events. */
export const noCut: EventCut = {
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
export async function readCut(reader: SqlReader, sellerId: string): Promise<EventCut | undefined> {
  const row = await reader.one(findEventCut({ sellerId }))
  return row && eventCutOfRow(row)
}

/** What the seal of a seller's head covers of its cut. */
export function cutDigest(sellerId: string, cut: EventCut): Uint8Array {
  const { seq, hash: lastHash, beforeMs, coupons, terms, states, redemptions, templates } = cut
  const sums = [terms, states, redemptions, templates].flatMap(({ count, sum }): readonly SqlValue[] => [count, sum])
  const text = sealedText([sellerId, seq, lastHash, beforeMs, coupons, ...sums])
  return Buffer.from(hash('sha256', text, 'binary'), 'latin1')
}
