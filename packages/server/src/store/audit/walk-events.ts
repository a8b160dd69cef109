import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { isSeal } from '#encryption/seals'
import { eventHash, firstHash, rowsDigest } from '#store/events/event-hash'
import { listCouponsPast } from '#store/tables/audit-statements'
import { type EventRow, eventOfRow } from '#store/tables/event-row'
import { findEventsAfter } from '#store/tables/event-statements'
import { issuedTermsLength } from '#store/tables/issued-coupon-statements'
import { CouponCursor } from './coupon-cursor.ts'
import type { SellerAudit } from './seller-audit.ts'

const pageRows = 500
/** Coupons of one issue, at most. */
const maxIssued = 1000

/** Who hears of what the walk passes, in its order. */
export type Passed = Readonly<{
  /** @param coupons how many were issued before it */
  onEvent(event: EventRow, coupons: number): void
  /** @param coupon a row of `findIssuedTerms` */
  onCoupon(coupon: SqlRow): Promise<void>
}>

/** How far the walk came. */
export type Walked = Readonly<{
  seq: number
  /** Undefined where an event before is missing. */
  hash: Uint8Array | undefined
  coupons: number
}>

/**
 * Recomputes a seller's chain from its first event to the head: numbers, hashes, and the terms of the coupons of each
 * issue. After something that does not fit it goes on with what is stored, so that each finding is named once.
 * @param newestSeq number of the head
 */
export async function walkEvents(audit: SellerAudit, newestSeq: number, passed: Passed): Promise<Walked> {
  const { reader, sellerId, findings } = audit
  const coupons = new CouponCursor(reader, sellerId)
  let walked: Walked = { seq: 0, hash: firstHash, coupons: 0 }
  while (walked.seq < newestSeq) {
    const rows = await reader.all(findEventsAfter, [sellerId, walked.seq, pageRows])
    if (rows.length === 0) {
      findings.add('chain_event', numbers('event', walked.seq + 1, newestSeq), 'missing')
      break
    }
    for (const columns of rows) {
      const event = eventOfRow(columns)
      if (event.lastSeq > newestSeq) break
      passed.onEvent(event, walked.coupons)
      walked = await passEvent({ audit, coupons, passed }, event, walked)
    }
    if (Number(rows.at(-1)?.[1]) > newestSeq) break
    await nextTurn()
  }
  return walked
}

/** Names coupons past those that the events tell of. */
export async function findCouponsPast(audit: SellerAudit, { coupons }: Walked): Promise<void> {
  for (const coupon of await audit.reader.all(listCouponsPast, [audit.sellerId, coupons])) nameStray(audit, coupon)
}

type Walk = Readonly<{ audit: SellerAudit; coupons: CouponCursor; passed: Passed }>

async function passEvent(walk: Walk, event: EventRow, walked: Walked): Promise<Walked> {
  const { findings } = walk.audit
  const firstSeq = event.lastSeq - event.count + 1
  const gap = firstSeq - walked.seq - 1
  if (gap > 0) findings.add('chain_event', numbers('event', walked.seq + 1, firstSeq - 1), 'missing')
  if (gap < 0) findings.add('chain_event', numbers('event', firstSeq, event.lastSeq), 'overlaps the event before it')
  if (gap === 0 && walked.hash !== undefined) {
    const hash = eventHash(walked.hash, event.columns.slice(0, -1))
    if (!isSeal(event.hash, hash)) findings.add('chain_event', numbers('event', firstSeq, event.lastSeq), 'altered')
  }
  const coupons = event.firstCouponSeq === undefined ? walked.coupons : await passIssue(walk, event, walked.coupons)
  return { seq: event.lastSeq, hash: event.hash, coupons }
}

/** @returns how many coupons were issued so far */
async function passIssue({ audit, coupons, passed }: Walk, event: EventRow, issuedBefore: number): Promise<number> {
  const { findings } = audit
  const first = event.firstCouponSeq ?? 0
  const last = first + event.count - 1
  if (first !== issuedBefore + 1 || event.count > maxIssued) {
    findings.add('chain_event', `event ${event.lastSeq}`, 'mentions other coupons than the next ones')
    return Math.max(issuedBefore, first - 1)
  }
  const rows: SqlRow[] = []
  for (const coupon of await coupons.takeUpTo(last)) {
    if (Number(coupon[0]) < first) nameStray(audit, coupon)
    else rows.push(coupon)
  }
  if (rows.length < event.count) nameMissing(audit, { first, last, rows })
  else compareTerms(audit, event, rows)
  for (const coupon of rows) {
    const issuedEventSeq = event.lastSeq - last + Number(coupon[0])
    if (Number(coupon[issuedEventPlace]) !== issuedEventSeq) {
      findings.add('coupon', `seq ${coupon[0]}`, 'the number of its issued event was altered')
    }
    await passed.onCoupon(coupon)
  }
  return last
}

function compareTerms({ findings }: SellerAudit, event: EventRow, rows: readonly SqlRow[]): void {
  const strangers = rows.filter((row) => row[phonePlace] !== null && row[memberPlace] === null)
  for (const [seq] of strangers) findings.add('member_phone', `of the coupon with seq ${seq}`, 'missing')
  if (strangers.length > 0) return
  if (rowsDigest(rows.map((row) => row.slice(0, issuedTermsLength))) === event.after) return
  const key = numbers('seq', Number(rows[0]?.[0]), Number(rows.at(-1)?.[0]))
  findings.add('coupon', key, 'the terms as issued, or the ids of the members, were altered')
}

type Block = Readonly<{ first: number; last: number; rows: readonly SqlRow[] }>

function nameMissing({ findings }: SellerAudit, { first, last, rows }: Block): void {
  const standing = new Set(rows.map(([seq]) => Number(seq)))
  for (let seq = first; seq <= last; seq += 1) {
    if (!standing.has(seq)) findings.add('coupon', `seq ${seq}`, 'missing')
  }
}

function nameStray({ findings }: SellerAudit, [seq]: SqlRow): void {
  findings.add('coupon', `seq ${seq}`, 'has no issued event')
}

const memberPlace = 5
export const phonePlace = issuedTermsLength
export const channelSeqPlace = issuedTermsLength + 1
const issuedEventPlace = issuedTermsLength + 2

function numbers(what: string, first: number, last: number): string {
  return first === last ? `${what} ${first}` : `${what} ${first} to ${last}`
}
