import { setImmediate as nextTurn } from 'node:timers/promises'
import { addRows, noRows, type RowSum } from '#encryption/row-sum'
import { isSeal } from '#encryption/seals'
import type { CutSeals } from '#store/events/cut-seals'
import { eventHash, rowsDigest } from '#store/events/event-hash'
import { eventOfRow, findEventsAfter, type StoredEventRow } from '#store/tables/chain-event'
import type { EventCut } from '#store/tables/event-cut'
import { type AuditedCoupon, listCouponsPast } from '#store/tables/issued-coupon'
import { couponCursor, type TakeUpTo } from './coupon-cursor.ts'
import type { SellerAudit } from './findings.ts'

const pageRows = 500
/** Coupons of one issue, at most. */
const maxIssued = 1000

/** What is called with the events and issued coupons, in their order. */
type Passed = Readonly<{
  /** @param coupons how many were issued before it */
  onEvent(event: StoredEventRow, coupons: number): void
  /** @param events some, in order, before each is passed by itself */
  onEvents(events: readonly StoredEventRow[]): Promise<void>
  /** @param isOfCut whether its issue was removed */
  onCoupon(coupon: AuditedCoupon, isOfCut: boolean): void
}>

type EventWalk = Readonly<{
  /** Start of the events. */
  cut: EventCut
  /** Undefined where no key is known: the terms of coupons whose issue was removed are not proven then. */
  seals: CutSeals | undefined
  /** Number of the head. */
  newestSeq: number
  passed: Passed
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
 * issue. After a mismatch it continues with the stored values, so that each finding is named once.
 */
export async function walkEvents(audit: SellerAudit, { cut, seals, newestSeq, passed }: EventWalk): Promise<Walked> {
  const walk = { audit, takeUpTo: couponCursor(audit), passed }
  await passCut(walk, cut, seals)
  return walkFrom(walk, { seq: cut.seq, hash: cut.hash, coupons: cut.coupons }, newestSeq)
}

/** The same from an event on, with the coupons that were issued after it. @param start the event, and how many coupons were issued up to it */
export function walkEventsSince(
  audit: SellerAudit,
  { start, newestSeq, passed }: Pick<EventWalk, 'newestSeq' | 'passed'> & Readonly<{ start: Walked }>,
): Promise<Walked> {
  return walkFrom({ audit, takeUpTo: couponCursor(audit, start.coupons), passed }, start, newestSeq)
}

async function walkFrom(walk: Walk, start: Walked, newestSeq: number): Promise<Walked> {
  const { audit, passed } = walk
  const { reader, sellerId, findings } = audit
  let walked = start
  while (walked.seq < newestSeq) {
    const rows = await reader.all(findEventsAfter({ sellerId, afterSeq: walked.seq, limit: pageRows }))
    if (rows.length === 0) {
      findings.add('chain_event', numbers('event', walked.seq + 1, newestSeq), 'missing')
      break
    }
    const events = rows.map(eventOfRow)
    await passed.onEvents(events.filter(({ lastSeq }) => lastSeq <= newestSeq))
    for (const event of events) {
      if (event.lastSeq > newestSeq) return walked
      passed.onEvent(event, walked.coupons)
      walked = await passEvent(walk, event, walked)
    }
    await nextTurn()
  }
  return walked
}

/** Names coupons that no event mentions. */
export async function findCouponsPast(audit: SellerAudit, { coupons }: Walked): Promise<void> {
  const stray = await audit.reader.all(listCouponsPast({ sellerId: audit.sellerId, afterSeq: coupons }))
  for (const [seq] of stray) nameStray(audit, Number(seq))
}

type Walk = Readonly<{ audit: SellerAudit; takeUpTo: TakeUpTo; passed: Passed }>

/** Compares the terms of coupons whose issue was removed with their sum, which cannot name them. */
async function passCut({ audit, takeUpTo, passed }: Walk, cut: EventCut, seals: CutSeals | undefined): Promise<void> {
  let sum: RowSum = noRows
  for (let first = 1; first <= cut.coupons; first += maxIssued) {
    const last = Math.min(first + maxIssued - 1, cut.coupons)
    const issued = await takeIssued({ audit, takeUpTo }, first, last)
    if (issued.length < last - first + 1) nameMissing(audit, { first, last, issued })
    for (const coupon of issued) passed.onCoupon(coupon, true)
    if (seals !== undefined) sum = addRows(sum, issued.map(seals.ofTerms))
    await nextTurn()
  }
  if (seals === undefined || sum.count < cut.coupons || Buffer.compare(sum.sum, cut.terms.sum) === 0) return
  audit.findings.add('coupon', numbers('seq', 1, cut.coupons), 'the terms as issued of one or more were altered')
}

async function passEvent(walk: Walk, event: StoredEventRow, walked: Walked): Promise<Walked> {
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
  { audit, takeUpTo }: Omit<Walk, 'passed'>,
  first: number,
  last: number,
): Promise<readonly AuditedCoupon[]> {
  const taken = await takeUpTo(last)
  for (const { seq } of taken) if (seq < first) nameStray(audit, seq)
  return taken.filter(({ seq }) => seq >= first)
}

/** @returns how many coupons were issued so far */
async function passIssue(
  { audit, takeUpTo, passed }: Walk,
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
  const issued = await takeIssued({ audit, takeUpTo }, first, last)
  if (issued.length < event.count) nameMissing(audit, { first, last, issued })
  else compareTerms(audit, event, issued)
  for (const coupon of issued) {
    if (coupon.issuedEventSeq !== event.lastSeq - last + coupon.seq) {
      findings.add('coupon', `seq ${coupon.seq}`, 'the number of its issued event was altered')
    }
    passed.onCoupon(coupon, false)
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
