import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { addRows, removeRows, type Seals } from '#encryption/seals'
import { BoundaryAdvance, type BoundarySeals, boundarySeals, noBoundary } from '#store/events/retention-boundary'
import { isTemplateEvent, readTrace, TemplateTraces, traceText } from '#store/events/template-traces'
import type { StoredEventRow } from '#store/tables/chain-event'
import { type AuditedCoupon, auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { findTemplatesAtBoundary, templateAtBoundaryOfRow } from '#store/tables/template-at-boundary'

/** Coupons after which a step takes no further event: their terms are read and sealed. */
export const maxCoupons = 500

/** A step of a boundary. */
export type BoundaryMove = Readonly<{
  /** Undefined for the first one. */
  from: RetentionBoundary | undefined
  to: RetentionBoundary
  /** Rows of events to be removed. */
  rows: number
  /** Coupons that they issued. */
  coupons: number
  templates: readonly TemplateChange[]
}>

type TemplateChange = Readonly<{ couponId: string; before: string | undefined; after: string }>

type Source = Readonly<{ reader: SqlReader; seals: Seals; sellerId: string }>
type Due = Readonly<{ from: RetentionBoundary | undefined; due: readonly StoredEventRow[]; beforeMs: number }>
type Passed = readonly (readonly [StoredEventRow, readonly AuditedCoupon[]])[]

/**
 * Computes the boundary after it moves over due events, or the first of them. It depends only on rows that never change and on those of the boundary
 * before, so it runs outside of the transaction that writes it.
 * @param source.seals of single rows
 * @throws AlteredEventsError when an event, or the coupons that it issued, were altered
 */
export async function planBoundary(source: Source, { from, due, beforeMs }: Due): Promise<BoundaryMove> {
  const passed = await withCoupons(source, due)
  const known = await tracesOf(source, templatesOf(passed))
  const traces = new TemplateTraces([...known].map(([couponId, text]) => [couponId, readTrace(text)]))
  const seals = boundarySeals(source.seals, source.sellerId)
  const before = from ?? noBoundary
  const advance = new BoundaryAdvance(before, { seals, traces })
  for (const [event, issued] of passed) advance.pass(event, issued)
  const { boundary } = advance
  const templates = changesOf(known, traces)
  return {
    from,
    to: { ...boundary, templates: sumAfter(before, templates, seals), beforeMs: Math.max(before.beforeMs, beforeMs) },
    rows: passed.length,
    coupons: boundary.coupons - before.coupons,
    templates,
  }
}

async function withCoupons({ reader, sellerId }: Source, due: readonly StoredEventRow[]): Promise<Passed> {
  const passed: [StoredEventRow, readonly AuditedCoupon[]][] = []
  let coupons = 0
  for (const event of due) {
    if (coupons >= maxCoupons) break
    const { firstCouponSeq, count } = event
    const first = firstCouponSeq && { sellerId, afterSeq: firstCouponSeq - 1, limit: count }
    const issued = first ? (await reader.all(findAuditedCoupons(first))).map(auditedCouponOfRow) : []
    coupons += issued.length
    passed.push([event, issued])
  }
  return passed
}

function templatesOf(passed: Passed): readonly string[] {
  const ids = passed.flatMap(([{ kind, couponId }, issued]) => {
    if (isTemplateEvent(kind)) return [String(couponId)]
    return issued.flatMap((coupon) => (coupon.templateVersion === undefined ? [] : [coupon.couponId]))
  })
  return [...new Set(ids)]
}

async function tracesOf({ reader, sellerId }: Source, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const row of await allInList(reader, findTemplatesAtBoundary, { sellerId, couponIds: ids })) {
    const { couponId, text } = templateAtBoundaryOfRow(row)
    texts.set(couponId, text)
  }
  return texts
}

function changesOf(known: ReadonlyMap<string, string>, { byId }: TemplateTraces): readonly TemplateChange[] {
  return [...byId].flatMap(([couponId, trace]) => {
    const [before, after] = [known.get(couponId), traceText(trace)]
    return before === after ? [] : [{ couponId, before, after }]
  })
}

function sumAfter({ templates }: RetentionBoundary, changes: readonly TemplateChange[], { ofTemplate }: BoundarySeals) {
  const removed = changes.flatMap(({ couponId, before }) =>
    before === undefined ? [] : [ofTemplate(couponId, before)],
  )
  const added = changes.map(({ couponId, after }) => ofTemplate(couponId, after))
  return addRows(removeRows(templates, removed), added)
}
