import { hash } from 'node:crypto'
import { type DateText, dayOf } from '#domain/dates'
import type { ClaimCount } from '#domain/templates/claim-count'
import type { EventRow } from '#store/tables/chain-event'

/** A template as its events, and the coupons claimed from it, tell it. */
export type TemplateTrace = {
  version: number
  closedAtMs: number | undefined
  /** Versions from 1 on. */
  readonly saved: SavedVersion[]
  countsStock: boolean
  countsMembers: boolean
  /** What was claimed of the stock, since it is counted. */
  stock: ClaimCount | undefined
  /** Coupons claimed, by day, until a stock is counted. */
  readonly claims: Map<DateText, number>
  /** Claims of coupons with later numbers are counted by member. */
  membersAfterSeq: number | undefined
}

/** A version as its event saved it, by a digest of the event's text. */
export type SavedVersion = Readonly<{ digest: string; atMs: number }>

/** Follows the templates of a seller along its events. */
export class TemplateTraces {
  readonly byId: Map<string, TemplateTrace>

  /** @param known what removed events say */
  constructor(known: Iterable<readonly [couponId: string, trace: TemplateTrace]> = []) {
    this.byId = new Map(known)
  }

  /**
   * @param coupons how many were issued before the event
   * @throws TypeError or SyntaxError when the event holds no template
   */
  passEvent({ kind, couponId, after, atMs }: EventRow, coupons: number): void {
    if (!isTemplateEvent(kind)) return
    const trace = this.byId.get(String(couponId)) ?? newTrace()
    this.byId.set(String(couponId), trace)
    if (kind === 'template_saved') passSaving(trace, { text: String(after), atMs, coupons })
    else trace.closedAtMs = kind === 'template_closed' ? atMs : undefined
  }

  /** A coupon was claimed. @returns its template's trace */
  passClaim(couponId: string, issuedAtMs: number): TemplateTrace | undefined {
    const trace = this.byId.get(couponId)
    if (trace === undefined) return undefined
    const day = dayOf(issuedAtMs)
    if (trace.stock !== undefined) trace.stock = countOne(trace.stock, day)
    else trace.claims.set(day, (trace.claims.get(day) ?? 0) + 1)
    return trace
  }
}

/** Whether the event is one of a template. */
export function isTemplateEvent(kind: EventRow['kind']): boolean {
  return kind === 'template_saved' || kind === 'template_closed' || kind === 'template_reopened'
}

/** Counts like the store: a day before the counted one counts for the counted one. */
export function countOne({ total, day, onDay }: ClaimCount, claimDay: DateText): ClaimCount {
  if (day >= claimDay) return { total: total + 1, day, onDay: onDay + 1 }
  return { total: total + 1, day: claimDay, onDay: 1 }
}

/** Digest of the text of a `template_saved` event. */
export function templateDigest(text: string): string {
  return hash('sha256', text, 'hex')
}

type Saving = Readonly<{ text: string; atMs: number; coupons: number }>

function passSaving(trace: TemplateTrace, { text, atMs, coupons }: Saving): void {
  const limits: Readonly<Record<string, unknown>> = JSON.parse(text)
  const has = (...names: readonly string[]) => names.some((name) => limits[name] !== undefined)
  trace.version += 1
  trace.saved.push({ digest: templateDigest(text), atMs })
  if (!trace.countsStock && has('stock_total', 'stock_per_day')) {
    trace.countsStock = true
    trace.stock = countedSoFar(trace.claims, dayOf(atMs))
    trace.claims.clear()
  }
  if (!trace.countsMembers && has('member_total', 'member_per_day')) {
    trace.countsMembers = true
    trace.membersAfterSeq = coupons
  }
}

function countedSoFar(claims: ReadonlyMap<DateText, number>, today: DateText): ClaimCount {
  let [total, onDay] = [0, 0]
  for (const [day, claimed] of claims) {
    total += claimed
    if (day >= today) onDay += claimed
  }
  return { total, day: today, onDay }
}

function newTrace(): TemplateTrace {
  return {
    version: 0,
    closedAtMs: undefined,
    saved: [],
    countsStock: false,
    countsMembers: false,
    stock: undefined,
    claims: new Map(),
    membersAfterSeq: undefined,
  }
}

/** A trace as `template_cut` keeps it. */
export function traceText(trace: TemplateTrace): string {
  return JSON.stringify({ ...trace, claims: [...trace.claims] })
}

/** Reads what `traceText` wrote. @throws SyntaxError or TypeError for anything else */
export function readTrace(text: string): TemplateTrace {
  const stored: Omit<TemplateTrace, 'claims'> & Readonly<{ claims: readonly (readonly [DateText, number])[] }> =
    JSON.parse(text)
  const { version, saved, countsStock, countsMembers, claims } = stored
  const { closedAtMs, stock, membersAfterSeq } = stored
  return {
    version,
    saved: [...saved],
    countsStock,
    countsMembers,
    claims: new Map(claims),
    closedAtMs,
    stock,
    membersAfterSeq,
  }
}
