import type { DraftSource, RawCoupon } from '#domain/coupon/coupon-draft'
import type { IssueOutcome } from '#domain/coupon/coupon-store'
import { outcomeAt, type SortedRow, sortRows } from '#domain/coupon/sort-rows'
import type { CouponWriter, WriteCall, Written } from './lifecycle-store.ts'

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
    /** By default `call`. */
    source?: DraftSource
    /** Coupons of the call that could not be read: they failed. */
    unreadable?: number
  }>

/** Nothing was created and some coupons failed. Like any refusal it uses no request number: the same one may succeed later. */
type NothingIssued = IssueAnswer & Readonly<{ kind: 'nothing-issued' }>

/** Stores those coupons of a call that can be stored. */
export function issueCoupons(asked: Issue): Promise<Written<IssueAnswer, NothingIssued>> {
  const { lifecycle, request, unreadable = 0 } = asked
  const sorted = sortRows(asked.rows, asked.source)
  return lifecycle.writeOnce(request, async (writer) => {
    const items = await issueSorted(writer, sorted)
    const others = [...items.entries()].filter(([, item]) => item.kind !== 'created')
    if (isNothingIssued(items, unreadable)) return { kind: 'refused', refusal: { kind: 'nothing-issued', others } }
    return { kind: 'done', answer: { others } }
  })
}

/** Stores those of sorted coupons that can be stored, inside a work. @returns one item per row, in order */
export async function issueSorted(
  writer: Pick<CouponWriter, 'issueCoupons'>,
  { rows, drafts }: ReturnType<typeof sortRows>,
): Promise<readonly IssuedItem[]> {
  const issued = drafts.length === 0 ? [] : await writer.issueCoupons(drafts)
  return rows.map((row) => itemOf(row, issued))
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

function itemOf(row: SortedRow, issued: readonly IssueOutcome[]): IssuedItem {
  if (row.kind === 'invalid') return row
  if (row.kind === 'draft') {
    const outcome = outcomeAt(issued, row.place)
    return outcome.kind === 'created' ? { kind: 'created' } : outcome
  }
  return row.fields.length === 0 ? { kind: 'duplicate' } : { kind: 'conflict', fields: row.fields }
}
