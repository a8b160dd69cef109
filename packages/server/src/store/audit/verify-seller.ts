import { readValue } from '#database/read-value'
import type { ChainVerdict } from '#domain/audit/audit-report'
import { noRows } from '#encryption/row-sum'
import { isSeal } from '#encryption/seals'
import { firstHash } from '#store/events/event-hash'
import { headSeal } from '#store/events/head-seal'
import { findEventPast, type StoredEventRow } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { findForgedRedemptions } from './compare-redemptions.ts'
import { checkDamage, Findings, type IsAhead, type KeyedAudit, type SellerAudit } from './findings.ts'
import { TemplateTraces } from './template-traces.ts'
import { CouponCounts } from './verify-counters.ts'
import { verifyCoupons } from './verify-coupons.ts'
import { verifyMembers } from './verify-members.ts'
import { verifyRequests } from './verify-requests.ts'
import { verifyTemplates } from './verify-templates.ts'
import { verifyUsage } from './verify-usage.ts'
import { findCouponsPast, type Walked, walkEvents } from './walk-events.ts'

/** Compares all stored data of a seller with its event chain, and the chain's end with its seal. */
export async function verifySeller(
  parts: Omit<KeyedAudit, 'findings'>,
  onEvent: (event: StoredEventRow) => void = () => undefined,
): Promise<ChainVerdict> {
  const audit = { ...parts, findings: new Findings() }
  let newestSeq = 0
  await checkDamage(audit, 'chain_event', async () => {
    const head = await readHead(audit)
    newestSeq = head.newestSeq
    const walk = await walkWithTraces(audit, head.newestSeq, onEvent)
    await findCouponsPast(audit, walk.walked)
    await verifyHead(audit, head, walk.walked)
    const check = (table: string, work: () => Promise<void>) => checkDamage(audit, table, work)
    await check('coupon', async () => {
      const redemptions = await verifyCoupons(audit, { coupons: walk.walked.coupons })
      await findForgedRedemptions(audit, redemptions)
    })
    await check('coupon_template', () => verifyTemplates(audit, walk.traces.byId))
    await check('member_usage', () => verifyUsage(audit, walk.traces.byId))
    await check('counter', () => walk.counts.compare(audit))
    await check('member', () => verifyMembers(audit, head.members))
    await check('out_request', () => verifyRequests(audit, head.requests))
  })
  return audit.findings.verdict(newestSeq)
}

/**
 * Compares a seller's coupons and redemptions with its events, without a key. For a store that is being copied: its head and the tables
 * that change in place are copied last.
 * @param isAhead whether the events of a coupon are not all copied yet; such coupons are skipped
 */
export async function verifyEvents(parts: Omit<SellerAudit, 'findings'>, isAhead?: IsAhead): Promise<ChainVerdict> {
  const audit = { ...parts, findings: new Findings() }
  const { newestSeq } = await readHead(audit)
  const { walked } = await walkWithTraces(audit, newestSeq, () => undefined)
  await verifyCoupons(audit, { coupons: walked.coupons, isAhead })
  return audit.findings.verdict(newestSeq)
}

type Head = Awaited<ReturnType<typeof readHead>>

async function readHead({ reader, sellerId }: SellerAudit) {
  const row = await reader.one(findEventHead, [sellerId])
  if (row === undefined) return { ...noHead, isMissing: true, hash: firstHash }
  const { hash = firstHash, ...head } = eventHeadOfRow(row)
  return { ...head, isMissing: false, hash }
}

const noHead = { newestSeq: 0, requests: noRows, members: noRows, identityVersion: 0, generation: 0, seal: null }

async function walkWithTraces(audit: SellerAudit, newestSeq: number, onEvent: (event: StoredEventRow) => void) {
  const traces = new TemplateTraces()
  const counts = new CouponCounts()
  const walked = await walkEvents(audit, newestSeq, {
    onEvent(event, coupons) {
      onEvent(event)
      try {
        traces.passEvent(event, coupons)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        audit.findings.add('chain_event', `event ${event.lastSeq}`, 'cannot be read')
      }
    },
    onCoupon(coupon) {
      counts.pass(audit, coupon)
      passClaim({ audit, traces }, coupon)
    },
  })
  return { traces, counts, walked }
}

/** A coupon with a template's version was claimed. */
function passClaim(
  { audit, traces }: Readonly<{ audit: SellerAudit; traces: TemplateTraces }>,
  coupon: AuditedCoupon,
): void {
  if (coupon.templateVersion === undefined) return
  const { seq, couponId } = coupon
  const trace = traces.passClaim(couponId, coupon.issuedAtMs)
  if (trace === undefined)
    audit.findings.add('coupon', `seq ${seq}`, 'no event mentions the template it was claimed from')
}

async function verifyHead(audit: KeyedAudit, head: Head, walked: Walked): Promise<void> {
  const { reader, sellerId, findings, keyring } = audit
  const { newestSeq, hash, requests, members, identityVersion, generation } = head
  const past = (await readValue(reader, findEventPast, [sellerId, newestSeq])) ?? null
  if (past !== null) findings.add('chain_event', `events ${newestSeq + 1} to ${past}`, 'lie past the head')
  if (head.isMissing) return past === null ? undefined : findings.add('event_head', 'the head', 'missing')
  if (walked.seq !== newestSeq) findings.add('chain_event', `event ${newestSeq}`, 'the events do not end with it')
  else if (walked.hash !== undefined && Buffer.compare(walked.hash, hash) !== 0) {
    findings.add('event_head', `event ${newestSeq}`, 'the hash of the newest event was altered')
  }
  const content = { sellerId, newestSeq, hash, requests, members, identityVersion }
  const keys = keyring.find(generation)
  if (keys === undefined || !isSeal(head.seal, headSeal(keys.heads, content))) {
    findings.add('event_head', `event ${newestSeq}`, 'the seal does not fit: the end of the history was altered')
  }
}
