import type { DraftSource, RawCoupon } from '#domain/coupon/coupon-draft'
import type { IssueOutcome } from '#domain/coupon/coupon-store'
import { outcomeAt, type SortedRow, sortRows } from '#domain/coupon/sort-rows'
import { issueAll } from './issue-drafts.ts'
import type { WriteCall } from './lifecycle-store.ts'

/** The outcome of one row of an import; nothing of an invalid row was stored. */
export type ImportOutcome = IssueOutcome | Extract<SortedRow, { kind: 'invalid' }>

/** `source`: by default a form of people. */
type CouponImport = WriteCall & Readonly<{ rows: readonly RawCoupon[]; source?: DraftSource }>

/** Rows of one transaction; longer ones stall the other writers of a cluster. */
const chunkRows = 1000

/**
 * Stores the rows that are coupons, in order, in transactions of at most 1,000 rows, which are parts of a number that is used once. Running it
 * again with another number changes nothing.
 * A code that occurs earlier in the same part is compared with its first row: equal content is `existing`, other content a `conflict`.
 * @returns one outcome per row, in order
 * @throws RangeError when the number was used for something else
 */
export async function importCoupons({
  lifecycle,
  request,
  source = 'people',
  ...given
}: CouponImport): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (let start = 0, part = 1; start < given.rows.length; start += chunkRows, part += 1) {
    const { rows, drafts } = sortRows(given.rows.slice(start, start + chunkRows), source)
    const issued = drafts.length === 0 ? [] : await issueAll(drafts, { lifecycle, request: { ...request, part } })
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
