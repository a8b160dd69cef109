import { readValue } from '#database/record'
import type { ChainVerdict } from '#domain/audit/audit-report'
import { firstHash } from '#store/events/head-seal'
import { eventOfRow, findEventsAfter, findFirstCouponIssuedAfter, type StoredEventRow } from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import type { CheckpointTrail } from './checkpoints.ts'
import { checkDamage, Findings, type KeyedAudit, type SellerAudit } from './findings.ts'
import { readAuditedBoundary, readHead, verifyBoundary, verifyHead } from './verify-ends.ts'
import { TouchedRows, verifyTouchedCoupons, verifyTouchedTemplates } from './verify-touched.ts'
import { findCouponsPast, type Passed, type Walked, walkEvents, walkFromBoundary } from './walk-events.ts'

/**
 * Proves the events since a checkpoint, and compares what they changed with them. Rows that none of them changed are not read, and sums over
 * whole tables are not recomputed.
 * Of a seller that came after the checkpoint all events are verified.
 */
export async function verifySellerSince(
  parts: Omit<KeyedAudit, 'findings'>,
  checkpoint: CheckpointTrail,
): Promise<ChainVerdict> {
  const { sellerId } = parts
  const audit = { ...parts, findings: new Findings() }
  const check = (table: string, work: () => Promise<void>) => checkDamage(audit, table, work)
  let [newestSeq, sinceSeq] = [0, 0]
  await check('chain_event', async () => {
    const head = await readHead(audit)
    newestSeq = head.newestSeq
    const { boundary } = await readAuditedBoundary(audit)
    await verifyBoundary(audit, head.boundaryDigest)
    checkpoint.onBoundary({ sellerId, seq: boundary.seq, hash: boundary.hash })
    const start = await beginningOf(audit, boundary, checkpoint)
    sinceSeq = start.seq
    const touched = new TouchedRows()
    const walked = await walkEvents(audit, { from: start, newestSeq, passed: passing(audit, { checkpoint, touched }) })
    await findCouponsPast(audit, walked)
    await verifyHead(audit, head, walked)
    await check('counter', () => compareCouponCount(audit, walked))
    await check('coupon', () =>
      verifyTouchedCoupons(audit, { seqs: touched.couponsInOrder(), boundary, provenAfter: start.coupons }),
    )
    await check('coupon_template', () => verifyTouchedTemplates(audit, touched.templates))
  })
  return audit.findings.verdict(newestSeq, sinceSeq)
}

/** The event that the checkpoint names, with its hash; where it was removed, or none is named, that before the first. */
async function beginningOf(
  audit: SellerAudit,
  boundary: RetentionBoundary,
  checkpoint: CheckpointTrail,
): Promise<Walked> {
  const since = checkpoint.headOf(audit.sellerId)
  if (since === undefined || since.newest_seq <= boundary.seq) return walkFromBoundary(boundary, boundary.coupons)
  const { reader, sellerId } = audit
  const { newest_seq: seq, newest_hash: hash } = since
  const row = await reader.one(findEventsAfter({ sellerId, afterSeq: seq - 1, limit: 1 }))
  if (row !== undefined) checkpoint.onEvent(eventOfRow(row))
  const coupons = await countIssuedBy(audit, seq)
  const found = seq === 0 ? firstHash : Buffer.from(hash, 'hex')
  return { seq, hash: found, coupons, takenUpTo: coupons, isBroken: false }
}

/** How many coupons were issued up to an event. */
async function countIssuedBy({ reader, sellerId }: SellerAudit, seq: number): Promise<number> {
  const next = (await readValue(reader, findFirstCouponIssuedAfter({ sellerId, afterSeq: seq }))) ?? null
  if (next !== null) return Number(next) - 1
  return Number((await readValue(reader, findCounter({ sellerId, counterName: seqCounter }))) ?? 0)
}

function passing(
  { findings }: SellerAudit,
  { checkpoint, touched }: Readonly<{ checkpoint: CheckpointTrail; touched: TouchedRows }>,
): Passed {
  return {
    onEvent(event: StoredEventRow) {
      checkpoint.onEvent(event)
      try {
        touched.pass(event)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        findings.add('chain_event', `event ${event.lastSeq}`, 'cannot be read')
      }
    },
    onEvents: async () => undefined,
    onCoupon: ({ seq }) => touched.addCoupon(seq),
  }
}

/** The newest number of a coupon is that of the last issue. */
async function compareCouponCount({ reader, sellerId, findings }: SellerAudit, { coupons }: Walked): Promise<void> {
  const value = Number((await readValue(reader, findCounter({ sellerId, counterName: seqCounter }))) ?? 0)
  if (value !== coupons) findings.add('counter', seqCounter, `is ${value}, but there are ${coupons} coupons`)
}
