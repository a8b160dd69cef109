import { readValue } from '#database/read-value'
import type { ChainVerdict } from '#domain/audit/audit-report'
import { noRows } from '#encryption/row-sum'
import { isSeal } from '#encryption/seals'
import { type CutSeals, cutSeals } from '#store/events/cut-seals'
import { firstHash } from '#store/events/event-hash'
import { headSeal } from '#store/events/head-seal'
import { TemplateTraces } from '#store/events/template-traces'
import { findEventPast, type StoredEventRow } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { compareSumOfRedemptions, findForgedRedemptions } from './compare-redemptions.ts'
import { FigureRecount } from './figure-recount.ts'
import { checkDamage, Findings, type IsAhead, type KeyedAudit, type SellerAudit } from './findings.ts'
import { CouponCounts } from './verify-counters.ts'
import { verifyCoupons } from './verify-coupons.ts'
import { type AuditedCut, readAuditedCut, verifyCut } from './verify-cut.ts'
import { verifyFigures } from './verify-figures.ts'
import { verifyMembers } from './verify-members.ts'
import { verifyRequests } from './verify-requests.ts'
import { verifyTableSums } from './verify-table-sums.ts'
import { verifyTemplates } from './verify-templates.ts'
import { verifyUsage } from './verify-usage.ts'
import { findCouponsPast, type Walked, walkEvents } from './walk-events.ts'

/** What is called with the beginning of a seller's events, and with each of them. */
export type PassedEvents = Readonly<{
  onCut(cut: Readonly<{ sellerId: string; seq: number; hash: Uint8Array }>): void
  onEvent(event: StoredEventRow): void
}>

/** Compares all stored data of a seller with its event chain, and the chain's end with its seal. */
export async function verifySeller(
  parts: Omit<KeyedAudit, 'findings'>,
  passed: PassedEvents | undefined = undefined,
): Promise<ChainVerdict> {
  const { sellerId } = parts
  const audit = { ...parts, findings: new Findings() }
  const seals = cutSeals(parts.keyring.rows, sellerId)
  let newestSeq = 0
  await checkDamage(audit, 'chain_event', async () => {
    const head = await readHead(audit)
    newestSeq = head.newestSeq
    const audited = await readAuditedCut(audit)
    const { cut } = audited
    await verifyCut(audit, head.cutDigest)
    passed?.onCut({ sellerId, seq: cut.seq, hash: cut.hash })
    const recount = await FigureRecount.begin(audit, cut)
    const walk = await walkWithTraces(audit, {
      ...audited,
      seals,
      newestSeq,
      onEvent: (event) => passed?.onEvent(event),
      onEvents: (events) => recount?.pass(events),
    })
    await findCouponsPast(audit, walk.walked)
    await verifyHead(audit, head, walk.walked)
    const check = (table: string, work: () => Promise<void>) => checkDamage(audit, table, work)
    await check('coupon', async () => {
      const mentioned = await verifyCoupons(audit, { coupons: walk.walked.coupons, cut, seals })
      if (cut.seq === 0) await findForgedRedemptions(audit, mentioned.count)
      else await compareSumOfRedemptions(audit, mentioned.sum, seals)
    })
    await check('coupon_template', () => verifyTemplates(audit, walk.traces.byId))
    await check('member_usage', () => verifyUsage(audit, walk.traces.byId))
    await check('figure_day', () => verifyFigures(audit, recount, cut))
    await check('counter', () => walk.counts.compare(audit))
    await check('member', () => verifyMembers(audit, head.members))
    await check('out_request', () => verifyRequests(audit, head.requests))
    await verifyTableSums(audit, head.tableSums)
  })
  return audit.findings.verdict(newestSeq)
}

/**
 * Compares a seller's coupons and redemptions with its events, without a key, so what removed events came to is not proven. For
 * a store that is being copied: its head and the tables that change in place are copied last.
 * @param isAhead whether the events of a coupon are not all copied yet; such coupons are skipped
 */
export async function verifyEvents(parts: Omit<SellerAudit, 'findings'>, isAhead?: IsAhead): Promise<ChainVerdict> {
  const audit = { ...parts, findings: new Findings() }
  const { newestSeq } = await readHead(audit)
  const audited = await readAuditedCut(audit)
  const passed = { onEvent: () => undefined, onEvents: () => undefined }
  const { walked } = await walkWithTraces(audit, { ...audited, seals: undefined, newestSeq, ...passed })
  await verifyCoupons(audit, { coupons: walked.coupons, cut: audited.cut, seals: undefined, isAhead })
  return audit.findings.verdict(newestSeq)
}

type Head = Awaited<ReturnType<typeof readHead>>

export async function readHead({ reader, sellerId }: SellerAudit) {
  const row = await reader.one(findEventHead({ sellerId }))
  if (row === undefined) return { ...noHead, isMissing: true, hash: firstHash }
  const { hash = firstHash, ...head } = eventHeadOfRow(row)
  return { ...head, isMissing: false, hash }
}

const noHead = {
  newestSeq: 0,
  requests: noRows,
  members: noRows,
  identityVersion: 0,
  cutDigest: undefined,
  tableSums: '',
  generation: 0,
  seal: null,
}

type TracedWalk = AuditedCut &
  Readonly<{
    seals: CutSeals | undefined
    newestSeq: number
    onEvent: PassedEvents['onEvent']
    onEvents: (events: readonly StoredEventRow[]) => Promise<void> | undefined
  }>

async function walkWithTraces(audit: SellerAudit, { cut, templates, seals, newestSeq, ...others }: TracedWalk) {
  const traces = new TemplateTraces(templates)
  const counts = new CouponCounts()
  const passed = {
    onEvent(event: StoredEventRow, coupons: number) {
      others.onEvent(event)
      try {
        traces.passEvent(event, coupons)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        audit.findings.add('chain_event', `event ${event.lastSeq}`, 'cannot be read')
      }
    },
    async onEvents(events: readonly StoredEventRow[]) {
      await others.onEvents(events)
    },
    onCoupon(coupon: AuditedCoupon, isOfCut: boolean) {
      counts.pass(audit, coupon)
      if (!isOfCut) passClaim({ audit, traces }, coupon)
    },
  }
  const walked = await walkEvents(audit, { cut, seals, newestSeq, passed })
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

/** Compares the end of the events with the head, and the head with its seal. */
export async function verifyHead(audit: KeyedAudit, head: Head, walked: Walked): Promise<void> {
  const { reader, sellerId, findings, keyring } = audit
  const { newestSeq, hash, requests, members, identityVersion, cutDigest, tableSums, generation } = head
  const past = (await readValue(reader, findEventPast({ sellerId, afterSeq: newestSeq }))) ?? null
  if (past !== null) findings.add('chain_event', `events ${newestSeq + 1} to ${past}`, 'lie past the head')
  if (head.isMissing) return past === null ? undefined : findings.add('event_head', 'the head', 'missing')
  if (walked.seq !== newestSeq) findings.add('chain_event', `event ${newestSeq}`, 'the events do not end with it')
  else if (walked.hash !== undefined && Buffer.compare(walked.hash, hash) !== 0) {
    findings.add('event_head', `event ${newestSeq}`, 'the hash of the newest event was altered')
  }
  const content = { sellerId, newestSeq, hash, requests, members, identityVersion, cutDigest, tableSums }
  const keys = keyring.find(generation)
  if (keys === undefined || !isSeal(head.seal, headSeal(keys.heads, content))) {
    findings.add('event_head', `event ${newestSeq}`, 'the seal does not fit: the end of the history was altered')
  }
}
