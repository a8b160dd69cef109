import { type DateText, dayOf } from '#domain/dates'
import type { EventRow } from '#store/tables/chain-event'
import type { ClaimCount } from '#store/tables/claim-counters'

/** A template as its events, and the coupons claimed from it, tell it. */
export type TemplateTrace = {
  version: number
  closedAtMs: number | undefined
  /** By version, from 1. */
  readonly saved: Readonly<{ text: string; atMs: number }>[]
  countsStock: boolean
  countsMembers: boolean
  /** What was claimed of the stock, since it is counted. */
  stock: ClaimCount | undefined
  /** Coupons claimed, by day. */
  readonly claims: Map<DateText, number>
  /** Claims of coupons with later numbers are counted by member. */
  membersAfterSeq: number | undefined
}

/** Follows the templates of a seller along its events. */
export class TemplateTraces {
  readonly byId = new Map<string, TemplateTrace>()

  /**
   * @param coupons how many were issued before the event
   * @throws TypeError or SyntaxError when the event holds no template
   */
  passEvent({ kind, couponId, after, atMs }: EventRow, coupons: number): void {
    if (kind !== 'template_saved' && kind !== 'template_closed' && kind !== 'template_reopened') return
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
    trace.claims.set(day, (trace.claims.get(day) ?? 0) + 1)
    if (trace.stock !== undefined) trace.stock = countOne(trace.stock, day)
    return trace
  }
}

/** As the store counts: a day that lies before the counted one counts for the counted one. */
export function countOne({ total, day, onDay }: ClaimCount, claimDay: DateText): ClaimCount {
  if (day >= claimDay) return { total: total + 1, day, onDay: onDay + 1 }
  return { total: total + 1, day: claimDay, onDay: 1 }
}

type Saving = Readonly<{ text: string; atMs: number; coupons: number }>

function passSaving(trace: TemplateTrace, { text, atMs, coupons }: Saving): void {
  const limits: Readonly<Record<string, unknown>> = JSON.parse(text)
  const has = (...names: readonly string[]) => names.some((name) => limits[name] !== undefined)
  trace.version += 1
  trace.saved.push({ text, atMs })
  if (!trace.countsStock && has('stock_total', 'stock_per_day')) {
    trace.countsStock = true
    trace.stock = countedSoFar(trace.claims, dayOf(atMs))
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
    ...{ version: 0, closedAtMs: undefined, saved: [], countsStock: false, countsMembers: false, stock: undefined },
    ...{ claims: new Map(), membersAfterSeq: undefined },
  }
}
