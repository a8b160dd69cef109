import type { RawCoupon } from './coupon-draft.ts'
import type { CouponIssuer, IssueOutcome } from './coupon-store.ts'
import { outcomeAt, type SortedRow, sortRows } from './sort-rows.ts'

/** The outcome of one row of an import; nothing of an invalid row was stored. */
export type ImportOutcome = IssueOutcome | Extract<SortedRow, { kind: 'invalid' }>

type CouponImport = Readonly<{
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
export async function importCoupons(given: CouponImport): Promise<readonly ImportOutcome[]> {
  const { issuer, sellerId, nowMs } = given
  const outcomes: ImportOutcome[] = []
  for (let start = 0; start < given.rows.length; start += chunkRows) {
    const { rows, drafts } = sortRows(given.rows.slice(start, start + chunkRows), 'file')
    const issued = drafts.length === 0 ? [] : await issuer.issueCoupons(sellerId, drafts, nowMs)
    for (const row of rows) outcomes.push(outcomeOf(row, issued))
  }
  return outcomes
}

function outcomeOf(row: SortedRow, issued: readonly IssueOutcome[]): ImportOutcome {
  if (row.kind === 'invalid') return row
  const outcome = outcomeAt(issued, row.place)
  if (row.kind === 'draft') return outcome
  if (row.fields.length > 0) return { kind: 'conflict', fields: row.fields }
  return outcome.kind === 'created' ? { kind: 'existing' } : outcome
}
