import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChainVerdict, EventAuditor } from '../../domain/events/event-store.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import { findEventHead, findEventsAfter } from '../statements/event-statements.ts'
import { findIssuedTerms, issuedTermsLength } from '../statements/issued-coupon-statements.ts'
import { eventHash, firstHash, rowsDigest } from './event-hash.ts'
import { type EventRow, eventOfRow } from './event-row.ts'
import { findAlteredState } from './find-altered-state.ts'
import type { IsAhead } from './is-ahead.ts'

const pageRows = 500

/**
 * Recomputes a chain from its first event to the head, as it stands when the work begins: the numbers, every hash, the
 * coupons of every issue, and whether each coupon stands where its last event left it.
 */
export function createEventAuditor(reader: SqlReader): EventAuditor {
  return { verifyChain: (sellerId) => verifyChain(reader, sellerId) }
}

/** How far the chain is proven. */
type Proven = Readonly<{ seq: number; hash: Uint8Array; coupons: number }>

type Step = Proven | Readonly<{ kind: 'broken'; eventSeq: number; reason: string }>

/** The same; coupons that are ahead of the events are not looked at. */
export async function verifyChain(reader: SqlReader, sellerId: string, isAhead?: IsAhead): Promise<ChainVerdict> {
  const head = await reader.one(findEventHead, [sellerId])
  const newestSeq = Number(head?.[0] ?? 0)
  let proven: Proven = { seq: 0, hash: firstHash, coupons: 0 }
  while (proven.seq < newestSeq) {
    const rows = await reader.all(findEventsAfter, [sellerId, proven.seq, pageRows])
    if (rows.length === 0) return broken(proven.seq + 1, 'the event is missing')
    for (const columns of rows) {
      if (proven.seq >= newestSeq) break
      const step = await verifyEvent(reader, eventOfRow(columns), proven)
      if ('kind' in step) return step
      proven = step
    }
    await nextTurn()
  }
  if (head !== undefined && !isSame(head[1], proven.hash)) return broken(newestSeq, 'the newest hash was altered')
  const altered = await findAlteredState(reader, sellerId, { coupons: proven.coupons, newestSeq, isAhead })
  return altered === undefined ? { kind: 'intact', events: newestSeq } : { kind: 'broken', ...altered }
}

async function verifyEvent(reader: SqlReader, row: EventRow, proven: Proven): Promise<Step> {
  const firstSeq = row.lastSeq - row.count + 1
  if (firstSeq !== proven.seq + 1) {
    const reason = firstSeq > proven.seq + 1 ? 'the event is missing' : 'the event stands twice'
    return broken(proven.seq + 1, reason)
  }
  const hash = eventHash(proven.hash, row.columns.slice(0, -1))
  if (!isSame(row.hash, hash)) return broken(firstSeq, 'the event was altered')
  if (row.firstCouponSeq === undefined) return { seq: row.lastSeq, hash, coupons: proven.coupons }
  const lastCoupon = row.firstCouponSeq + row.count - 1
  const issued = (await reader.all(findIssuedTerms, [row.sellerId, row.firstCouponSeq - 1, row.count])).map((columns) =>
    columns.slice(0, issuedTermsLength),
  )
  if (row.firstCouponSeq !== proven.coupons + 1 || issued.length !== row.count) {
    return broken(firstSeq, `a coupon of events ${firstSeq} to ${row.lastSeq} is missing`)
  }
  if (rowsDigest(issued) !== row.after) {
    return broken(firstSeq, `the terms of a coupon of events ${firstSeq} to ${row.lastSeq} were altered`)
  }
  return { seq: row.lastSeq, hash, coupons: lastCoupon }
}

function isSame(stored: unknown, computed: Uint8Array): boolean {
  return stored instanceof Uint8Array && Buffer.compare(stored, computed) === 0
}

function broken(eventSeq: number, reason: string): Readonly<{ kind: 'broken'; eventSeq: number; reason: string }> {
  return { kind: 'broken', eventSeq, reason }
}
