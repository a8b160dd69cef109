import { setImmediate as nextTurn } from 'node:timers/promises'
import { addRows, isSeal, noRows, type RowSum } from '#encryption/seals'
import { eventHash, rowsDigest } from '#store/events/head-seal'
import type { BoundarySeals } from '#store/events/retention-boundary'
import { eventOfRow, findEventsAfter, type StoredEventRow } from '#store/tables/chain-event'
import { type AuditedCoupon, listCouponsPast } from '#store/tables/issued-coupon'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { beforeAllCoupons, type CouponCursor, couponCursor } from './coupon-cursor.ts'
import type { SellerAudit } from './findings.ts'

const pageRows = 500
/** Coupons of one issue, at most. */
const maxIssued = 1000

/** What is called with the events and issued coupons, in their order. */
export type Passed = Readonly<{
  /** @param coupons how many were issued before it */
  onEvent(event: StoredEventRow, coupons: number): void
  /** @param events some, in order, before each is passed by itself. @param afterSeq number of the event before them */
  onEvents(events: readonly StoredEventRow[], afterSeq: number): Promise<void>
  onCoupon(coupon: AuditedCoupon): void
}>

/** How far a walk came. */
export type Walked = Readonly<{
  seq: number
  /** Undefined where an event before is missing. */
  hash: Uint8Array | undefined
  coupons: number
  /** Number of a coupon up to which coupons were read. */
  takenUpTo: number
  /** Whether events are missing up to the head, which was named. */
  isBroken: boolean
}>

type EventWalk = Readonly<{
  from: Walked
  /** Number of the head. */
  newestSeq: number
  passed: Passed
  /** Ends after so many rows of events and coupons, or somewhat more. Default: none. */
  maxRows?: number
}>

/** Where a walk after a boundary begins. @param takenUpTo coupons up to it were read */
export function walkFromBoundary({ seq, hash, coupons }: RetentionBoundary, takenUpTo = beforeAllCoupons): Walked {
  return { seq, hash, coupons, takenUpTo, isBroken: false }
}

/** Whether the events end at the head, or nothing more can be read of them. */
export function isWalkedTo(newestSeq: number, { seq, isBroken }: Walked): boolean {
  return isBroken || seq >= newestSeq
}

/**
 * Recomputes a seller's chain from an event to the head: numbers, hashes, and the terms of the coupons of each issue. After a mismatch it
 * continues with the stored values, so that each finding is named once.
 */
export async function walkEvents(
  audit: SellerAudit,
  { from, newestSeq, passed, maxRows = Number.POSITIVE_INFINITY }: EventWalk,
): Promise<Walked & Readonly<{ rows: number }>> {
  const { reader, sellerId, findings } = audit
  const cursor = couponCursor(audit, from.takenUpTo)
  const walk = { audit, cursor, passed }
  let [walked, rows]: [Reached, number] = [from, 0]
  let { isBroken } = from
  while (!isBroken && walked.seq < newestSeq && rows < maxRows) {
    const page = await reader.all(findEventsAfter({ sellerId, afterSeq: walked.seq, limit: pageRows }))
    const known = page.map(eventOfRow).filter(({ lastSeq }) => lastSeq <= newestSeq)
    const events = firstRows(known, maxRows - rows)
    if (page.length === 0) findings.add('chain_event', numbers('event', walked.seq + 1, newestSeq), 'missing')
    isBroken = events.length === 0
    await passed.onEvents(events, walked.seq)
    for (const event of events) {
      passed.onEvent(event, walked.coupons)
      walked = await passEvent(walk, event, walked)
    }
    rows += events.reduce((sum, event) => sum + rowsOf(event), 0)
    await nextTurn()
  }
  const { seq, hash, coupons } = walked
  return { seq, hash, coupons, takenUpTo: cursor.takenUpTo(), isBroken, rows }
}

/** The first events with that many rows, at least one. */
function firstRows(events: readonly StoredEventRow[], maxRows: number): readonly StoredEventRow[] {
  let rows = 0
  return events.filter((event) => {
    const isWithin = rows < maxRows
    rows += rowsOf(event)
    return isWithin
  })
}

/** An event, and the coupons that it issued. */
function rowsOf({ firstCouponSeq, count }: StoredEventRow): number {
  return firstCouponSeq === undefined ? 1 : 1 + Math.min(count, maxIssued)
}

/** Names coupons that no event mentions. */
export async function findCouponsPast(audit: SellerAudit, { coupons }: Walked): Promise<void> {
  const stray = await audit.reader.all(listCouponsPast({ sellerId: audit.sellerId, afterSeq: coupons }))
  for (const [seq] of stray) nameStray(audit, Number(seq))
}

type Walk = Readonly<{ audit: SellerAudit; cursor: CouponCursor; passed: Passed }>
type Reached = Pick<Walked, 'seq' | 'hash' | 'coupons'>

/** Coupons whose issue was removed, as far as they were read. */
export type BoundaryTerms = Readonly<{ coupons: number; sum: RowSum; takenUpTo: number }>

export const noTerms: BoundaryTerms = { coupons: 0, sum: noRows, takenUpTo: beforeAllCoupons }

type TermsWalk = Readonly<{
  from: BoundaryTerms
  boundary: RetentionBoundary
  /** Undefined where no key is known: the terms are not proven then. */
  seals: BoundarySeals | undefined
  onCoupon: (coupon: AuditedCoupon) => void
  maxRows?: number
}>

/** Reads coupons whose issue was removed, and compares their terms with their sum, which cannot name them, after the last of them. */
export async function walkTerms(
  audit: SellerAudit,
  { from, boundary, seals, onCoupon, maxRows = Number.POSITIVE_INFINITY }: TermsWalk,
): Promise<BoundaryTerms> {
  const cursor = couponCursor(audit, from.takenUpTo)
  let { coupons, sum } = from
  while (coupons < boundary.coupons && coupons - from.coupons < maxRows) {
    const [first, last] = [coupons + 1, Math.min(coupons + maxIssued, boundary.coupons)]
    const issued = await takeIssued({ audit, cursor }, first, last)
    if (issued.length < last - first + 1) nameMissing(audit, { first, last, issued })
    for (const coupon of issued) onCoupon(coupon)
    if (seals !== undefined) sum = addRows(sum, issued.map(seals.ofTerms))
    coupons = last
    await nextTurn()
  }
  const isWhole = seals !== undefined && coupons === boundary.coupons && sum.count === coupons
  if (isWhole && Buffer.compare(sum.sum, boundary.terms.sum) !== 0) {
    audit.findings.add('coupon', numbers('seq', 1, coupons), 'the terms as issued of one or more were altered')
  }
  return { coupons, sum, takenUpTo: cursor.takenUpTo() }
}

async function passEvent(walk: Walk, event: StoredEventRow, walked: Reached): Promise<Reached> {
  const { findings } = walk.audit
  const firstSeq = event.lastSeq - event.count + 1
  const gap = firstSeq - walked.seq - 1
  if (gap > 0) findings.add('chain_event', numbers('event', walked.seq + 1, firstSeq - 1), 'missing')
  if (gap < 0) findings.add('chain_event', numbers('event', firstSeq, event.lastSeq), 'overlaps the event before it')
  if (gap === 0 && walked.hash !== undefined) {
    const hash = eventHash(walked.hash, event.hashed)
    if (!isSeal(event.hash, hash)) findings.add('chain_event', numbers('event', firstSeq, event.lastSeq), 'altered')
  }
  const coupons = event.firstCouponSeq === undefined ? walked.coupons : await passIssue(walk, event, walked.coupons)
  return { seq: event.lastSeq, hash: event.hash, coupons }
}

/** The coupons of an issue. Those before them are of none. */
async function takeIssued(
  { audit, cursor }: Omit<Walk, 'passed'>,
  first: number,
  last: number,
): Promise<readonly AuditedCoupon[]> {
  const taken = await cursor.takeUpTo(last)
  for (const { seq } of taken) if (seq < first) nameStray(audit, seq)
  return taken.filter(({ seq }) => seq >= first)
}

/** @returns how many coupons were issued so far */
async function passIssue(
  { audit, cursor, passed }: Walk,
  event: StoredEventRow,
  issuedBefore: number,
): Promise<number> {
  const { findings } = audit
  const first = event.firstCouponSeq ?? 0
  const last = first + event.count - 1
  if (first !== issuedBefore + 1 || event.count > maxIssued) {
    findings.add('chain_event', `event ${event.lastSeq}`, 'mentions other coupons than the next ones')
    return Math.max(issuedBefore, first - 1)
  }
  const issued = await takeIssued({ audit, cursor }, first, last)
  if (issued.length < event.count) nameMissing(audit, { first, last, issued })
  else compareTerms(audit, event, issued)
  for (const coupon of issued) {
    if (coupon.issuedEventSeq !== event.lastSeq - last + coupon.seq) {
      findings.add('coupon', `seq ${coupon.seq}`, 'the number of its issued event was altered')
    }
    passed.onCoupon(coupon)
  }
  return last
}

function compareTerms({ findings }: SellerAudit, event: StoredEventRow, issued: readonly AuditedCoupon[]): void {
  if (rowsDigest(issued.map(({ digested }) => digested)) === event.after) return
  const key = numbers('seq', issued.at(0)?.seq ?? 0, issued.at(-1)?.seq ?? 0)
  findings.add('coupon', key, 'the terms as issued were altered')
}

type Block = Readonly<{ first: number; last: number; issued: readonly AuditedCoupon[] }>

function nameMissing({ findings }: SellerAudit, { first, last, issued }: Block): void {
  const stored = new Set(issued.map(({ seq }) => seq))
  for (let seq = first; seq <= last; seq += 1) {
    if (!stored.has(seq)) findings.add('coupon', `seq ${seq}`, 'missing')
  }
}

function nameStray({ findings }: SellerAudit, seq: number): void {
  findings.add('coupon', `seq ${seq}`, 'has no issued event')
}

function numbers(what: string, first: number, last: number): string {
  return first === last ? `${what} ${first}` : `${what} ${first} to ${last}`
}
