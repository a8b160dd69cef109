import { differingFields } from '#domain/coupon/coupon-content'
import { parseCouponDraft, type RawCoupon, type RawCouponField, type Rule } from '#domain/coupon/coupon-draft'
import type { CouponDraft, IssueOutcome } from '#domain/coupon/coupon-store'
import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'

/** The outcome of one coupon of an issue. */
export type IssuedItem =
  | Readonly<{ kind: 'created' | 'existing' }>
  | Readonly<{ kind: 'conflict'; fields: readonly string[] }>
  /** An equal coupon occurs earlier in the same call; with other content it is a conflict. */
  | Readonly<{ kind: 'duplicate' }>
  | Readonly<{ kind: 'invalid'; field: RawCouponField; rule: Rule }>

/** Nearly always every coupon is created, so only the others are stored, by their places in the request. */
export type IssueAnswer = Readonly<{ others: readonly (readonly [place: number, item: IssuedItem])[] }>

export type Issue = Readonly<{
  lifecycle: LifecycleStore
  request: WriteRequest
  /** 1..1000 */
  rows: readonly RawCoupon[]
  /** Coupons of the call that could not be read: they failed. */
  unreadable?: number
}>

/** Nothing was created and some coupons failed. Like any refusal it uses no request number: the same one may succeed later. */
export type NothingIssued = IssueAnswer & Readonly<{ kind: 'nothing-issued' }>

/** Stores those coupons of a call that can be stored. */
export function issueCoupons({
  lifecycle,
  request,
  rows,
  unreadable = 0,
}: Issue): Promise<Written<IssueAnswer, NothingIssued>> {
  const sorted = sortOut(rows)
  return lifecycle.writeOnce(request, async (writer) => {
    const issued = sorted.drafts.length === 0 ? [] : await writer.issueCoupons(sorted.drafts)
    const items = sorted.items.map((item) => (typeof item === 'number' ? itemOf(issued[item]) : item))
    const others = [...items.entries()].filter(([, item]) => item.kind !== 'created')
    if (isNothingIssued(items, unreadable)) return { kind: 'refused', refusal: { kind: 'nothing-issued', others } }
    return { kind: 'done', answer: { others } }
  })
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

/** By place in the request: its outcome if known already, or its place among the drafts. */
type Sorted = Readonly<{ items: readonly (IssuedItem | number)[]; drafts: readonly CouponDraft[] }>

function sortOut(rows: readonly RawCoupon[]): Sorted {
  const drafts = new Map<string, CouponDraft>()
  const items = rows.map((raw): IssuedItem | number => {
    const parsed = parseCouponDraft(raw)
    if (parsed.kind === 'invalid') return parsed
    const { couponCode } = parsed.draft.terms
    const earlier = drafts.get(couponCode)
    if (earlier !== undefined) return repetition(differingFields(earlier, parsed.draft))
    drafts.set(couponCode, parsed.draft)
    return drafts.size - 1
  })
  return { items, drafts: [...drafts.values()] }
}

function repetition(fields: readonly string[]): IssuedItem {
  return fields.length === 0 ? { kind: 'duplicate' } : { kind: 'conflict', fields }
}

function itemOf(outcome: IssueOutcome | undefined): IssuedItem {
  if (outcome === undefined) throw new TypeError('the writer gave fewer outcomes than it was given drafts')
  return outcome.kind === 'created' ? { kind: 'created' } : outcome
}
