import type { Coupon, CouponTerms } from './coupon.ts'
import { type DraftSource, type InvalidDraft, parseCouponDraft, type RawCoupon } from './coupon-draft.ts'
import type { CouponDraft, IssueOutcome } from './coupon-store.ts'

/** A row that breaks a rule, the draft it became, or a repetition of an earlier draft, in which it differs in fields; `place`: of the earlier draft. */
export type SortedRow =
  | InvalidDraft
  | Readonly<{ kind: 'draft'; place: number }>
  | Readonly<{ kind: 'repeated'; place: number; draft: CouponDraft; fields: readonly string[] }>

export type SortedRows = Readonly<{ rows: readonly SortedRow[]; drafts: readonly CouponDraft[] }>

/** Reads rows, and sorts out those that are no coupons or repeat the code of an earlier row. */
export function sortRows(given: readonly RawCoupon[], source: DraftSource = 'call'): SortedRows {
  const drafts: CouponDraft[] = []
  const places = new Map<string, number>()
  const rows = given.map((raw): SortedRow => {
    const parsed = parseCouponDraft(raw, source)
    if (parsed.kind === 'invalid') return parsed
    const { draft } = parsed
    const place = places.get(draft.terms.couponCode) ?? drafts.length
    const first = drafts[place]
    if (first !== undefined) return { kind: 'repeated', place, draft, fields: differingFields(first, draft) }
    places.set(draft.terms.couponCode, place)
    drafts.push(draft)
    return { kind: 'draft', place }
  })
  return { rows, drafts }
}

/** The outcome of a draft. @throws TypeError when the store gave none */
export function outcomeAt(issued: readonly IssueOutcome[], place: number): IssueOutcome {
  const outcome = issued[place]
  if (outcome === undefined) throw new TypeError('the store gave fewer outcomes than it was given drafts')
  return outcome
}

/** A property in which two coupons with one code may differ. */
type ContentField = keyof CouponTerms | 'status'

/**
 * Names the properties in which a repeated coupon differs from the stored one. Terms must be equal. States must be equal too, but a
 * repeated coupon that is unused agrees with any state: the stored one may have been used or voided since its issue.
 */
export function differingFields(stored: Content, input: Content): readonly ContentField[] {
  // Every coupon has every term as a member, so no list of terms is needed, and none can be forgotten.
  const terms = Object.keys(input.terms) as (keyof CouponTerms)[]
  const differing: ContentField[] = terms.filter((term) => stored.terms[term] !== input.terms[term])
  if (input.state.kind !== 'unused' && input.state.kind !== stored.state.kind) differing.push('status')
  return differing
}

type Content = Pick<Coupon, 'terms' | 'state'>
