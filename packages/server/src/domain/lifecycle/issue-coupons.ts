import type { DraftSource, RawCoupon } from '#domain/coupon/coupon-draft'
import type { IssueOutcome } from '#domain/coupon/coupon-store'
import { outcomeAt, type SortedRow, type SortedRows, sortRows } from '#domain/coupon/sort-rows'
import { act, done, refused } from './act.ts'
import type { Change } from './changes.ts'
import { decideIssue, type FoundIssue, issueReads, outcomeOf, readsOfNew } from './issue-drafts.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'

/** The outcome of one coupon of an issue. */
export type IssuedItem =
  | Readonly<{ kind: 'created' | 'existing' }>
  | Readonly<{ kind: 'conflict'; fields: readonly string[] }>
  /** An equal coupon occurs earlier in the same call; with other content it is a conflict. */
  | Readonly<{ kind: 'duplicate' }>
  | Extract<SortedRow, { kind: 'invalid' }>

/** Nearly always every coupon is created, so only the others are stored, by their places in the request. */
export type IssueAnswer = Readonly<{ others: readonly (readonly [place: number, item: IssuedItem])[] }>

type Issue = WriteCall &
  Readonly<{
    /** 1..1000 */
    rows: readonly RawCoupon[]
    /** Default: `call`. */
    source?: DraftSource
    /** Coupons of the call that could not be read: they failed. */
    unreadable?: number
  }>

/** Nothing was created and some coupons failed. Like any refusal it uses no request number: the same one may succeed later. */
type NothingIssued = IssueAnswer & Readonly<{ kind: 'nothing-issued' }>

/** Stores those coupons of a call that can be stored. */
export function issueCoupons(input: Issue): Promise<Written<IssueAnswer, NothingIssued>> {
  const { lifecycle, request, rows, source, unreadable = 0 } = input
  return runAct(issueSorted, { lifecycle, request, sorted: sortRows(rows, source), unreadable })
}

type Issuing = Readonly<{ sorted: SortedRows; unreadable: number }>

/** Stores those of sorted coupons that can be stored, unless nothing was created and some failed. */
export const issueSorted = act<Issuing, FoundIssue, IssueAnswer, NothingIssued>({
  reads: ({ sorted }) => issueReads(sorted.drafts),
  ahead: ({ sorted }) => readsOfNew(sorted.drafts),
  decide({ input: { sorted, unreadable }, found }) {
    const { items, changes } = issuedOf(sorted, found)
    const others = [...items.entries()].filter(([, item]) => item.kind !== 'created')
    if (isNothingIssued(items, unreadable)) return refused({ kind: 'nothing-issued', others })
    return done({ others }, changes)
  },
})

/** Issues those of sorted coupons that can be stored. @returns an item by the place of each row, and what changes */
export function issuedOf(
  { rows, drafts }: SortedRows,
  found: FoundIssue,
): Readonly<{ items: readonly IssuedItem[]; changes: readonly Change[] }> {
  const { outcomes, changes } = decideIssue(drafts, found)
  return { items: rows.map((row) => itemOf(row, outcomes, found.existing)), changes }
}

function isNothingIssued(items: readonly IssuedItem[], unreadable: number): boolean {
  const isCreated = items.some(({ kind }) => kind === 'created')
  const isFailed = unreadable > 0 || items.some(({ kind }) => kind === 'conflict' || kind === 'invalid')
  return isFailed && !isCreated
}

/** One item per coupon, in order. */
export function issuedItems({ others }: IssueAnswer, count: number): readonly IssuedItem[] {
  const known = new Map(others)
  return Array.from({ length: count }, (_, place) => known.get(place) ?? { kind: 'created' })
}

function itemOf(row: SortedRow, issued: readonly IssueOutcome[], existing: FoundIssue['existing']): IssuedItem {
  if (row.kind === 'invalid') return row
  if (row.kind === 'draft') return outcomeAt(issued, row.place)
  const stored = existing.get(row.draft.terms.couponCode)
  // Compared as if it were the only row: whether an earlier row is in the same call is chance.
  const ofStored = stored && outcomeOf(row.draft, stored)
  if (ofStored?.kind === 'conflict' || (ofStored !== undefined && row.fields.length > 0)) return ofStored
  return row.fields.length === 0 ? { kind: 'duplicate' } : { kind: 'conflict', fields: row.fields }
}
