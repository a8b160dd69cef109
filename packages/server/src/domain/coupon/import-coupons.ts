import { differingFields } from './coupon-content.ts'
import { parseCouponDraft, type RawCoupon, type RawCouponField, type Rule } from './coupon-draft.ts'
import type { CouponDraft, CouponIssuer, IssueOutcome } from './coupon-store.ts'

/** The outcome of one row of an import. */
export type ImportOutcome =
  | IssueOutcome
  /** The row breaks a rule; nothing of it was stored. */
  | Readonly<{ kind: 'invalid'; field: RawCouponField; rule: Rule }>

export type CouponImport = Readonly<{
  issuer: CouponIssuer
  sellerId: string
  rows: readonly RawCoupon[]
  nowMs: number
}>

/** Rows of one transaction; longer ones stall the other writers of a cluster. */
const chunkRows = 1000

/**
 * Stores the rows that are coupons, in order, in transactions of at most 1,000 rows. Running it again changes nothing.
 * A code that occurs earlier in the same call is compared with its first row: equal content is `existing`, other content a `conflict`.
 * @returns one outcome per row, in order
 */
export async function importCoupons({
  issuer,
  sellerId,
  rows,
  nowMs,
}: CouponImport): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (let start = 0; start < rows.length; start += chunkRows) {
    const chunk = sortOut(rows.slice(start, start + chunkRows))
    const issued = chunk.drafts.length === 0 ? [] : await issuer.issueCoupons(sellerId, chunk.drafts, nowMs)
    for (const row of chunk.rows) outcomes.push(outcomeOf(row, issued))
  }
  return outcomes
}

/** A finished row, the draft it became, or a repetition of an earlier draft; by position in the chunk. */
type SortedRow =
  | Readonly<{ kind: 'invalid'; field: RawCouponField; rule: Rule }>
  | Readonly<{ kind: 'draft'; position: number }>
  | Readonly<{ kind: 'repeated'; position: number; fields: readonly string[] }>

type SortedChunk = Readonly<{ rows: readonly SortedRow[]; drafts: readonly CouponDraft[] }>

function sortOut(rows: readonly RawCoupon[]): SortedChunk {
  const drafts: CouponDraft[] = []
  const positions = new Map<string, number>()
  const sorted = rows.map((raw): SortedRow => {
    const parsed = parseCouponDraft(raw)
    if (parsed.kind === 'invalid') return parsed
    const position = positions.get(parsed.draft.terms.couponCode)
    const first = position === undefined ? undefined : drafts[position]
    if (position !== undefined && first !== undefined) {
      return { kind: 'repeated', position, fields: differingFields(first, parsed.draft) }
    }
    positions.set(parsed.draft.terms.couponCode, drafts.length)
    drafts.push(parsed.draft)
    return { kind: 'draft', position: drafts.length - 1 }
  })
  return { rows: sorted, drafts }
}

function outcomeOf(row: SortedRow, issued: readonly IssueOutcome[]): ImportOutcome {
  if (row.kind === 'invalid') return row
  const outcome = issued[row.position]
  if (outcome === undefined) throw new TypeError('the issuer gave fewer outcomes than it was given drafts')
  if (row.kind === 'draft') return outcome
  if (row.fields.length > 0) return { kind: 'conflict', fields: row.fields }
  return outcome.kind === 'created' ? { kind: 'existing' } : outcome
}
