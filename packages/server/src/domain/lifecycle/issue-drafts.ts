import type { CouponDraft, IssueOutcome } from '#domain/coupon/coupon-store'
import { differingFields } from '#domain/coupon/sort-rows'
import { IdentityResolution, type KnownIdentities } from '#domain/members/identity-resolution'
import { act, done, load, type Reading, refused } from './act.ts'
import { type Change, identitiesChanged } from './changes.ts'
import { issued } from './issue-changes.ts'
import { runAct, type WriteCall } from './lifecycle-store.ts'
import { couponsAsIssued, identities, type Read, storedTexts } from './reads.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/** What an issue must see. */
export type FoundIssue = Readonly<{
  /** Coupons that have the codes, as they were issued, by code. */
  existing: ReadonlyMap<string, StoredCoupon>
  /** Identities of the members of the other coupons; undefined without others. */
  known: KnownIdentities | undefined
}>

/** The outcomes of drafts that were not created, by their places. */
type NotCreated = readonly (readonly [place: number, outcome: IssueOutcome])[]

/** Stores drafts, 1..1000 with different codes. Where none is new it is refused, so that a repeated import leaves no numbers. */
export const issueDrafts = act<Readonly<{ drafts: readonly CouponDraft[] }>, FoundIssue, NotCreated, NotCreated>({
  reads: ({ drafts }) => issueReads(drafts),
  ahead: ({ drafts }) => readsOfNew(drafts),
  decide({ input: { drafts }, found }) {
    const { outcomes, changes } = decideIssue(drafts, found)
    const others = [...outcomes.entries()].filter(([, { kind }]) => kind !== 'created')
    return changes.length === 0 ? refused(others) : done(others, changes)
  },
})

/**
 * Stores drafts as `issueDrafts` does. @returns one outcome per draft, in order
 * @throws RangeError when the number of the request was used for something else
 */
export async function issueAll(
  drafts: readonly CouponDraft[],
  { lifecycle, request }: WriteCall,
): Promise<readonly IssueOutcome[]> {
  const written = await runAct(issueDrafts, { lifecycle, request, drafts })
  if (written.kind !== 'done' && written.kind !== 'refused')
    throw new RangeError(`the number of an issue is used: ${written.kind}`)
  const others = new Map(written.kind === 'done' ? written.answer : written.refusal)
  return drafts.map((_, place) => others.get(place) ?? { kind: 'created' })
}

/** What an issue of drafts must see. @param drafts 0..1000 with different codes */
export function* issueReads(drafts: readonly CouponDraft[]): Reading<FoundIssue> {
  if (drafts.length === 0) return { existing: new Map(), known: undefined }
  const { existing } = yield* load({ existing: couponsAsIssued(drafts.map(({ terms }) => terms.couponCode)) })
  const created = newAmong(drafts, existing)
  if (created.length === 0) return { existing, known: undefined }
  const [named, texts] = readsOfNew(created)
  const { known } = yield* load({ known: named, texts })
  return { existing, known }
}

/** What must be seen of drafts whose codes are new, as they all are as a rule. */
export function readsOfNew(drafts: readonly CouponDraft[]): readonly [Read<'identities'>, Read<'storedTexts'>] {
  const attributes = drafts.flatMap(({ terms: { attribute } }) => attribute ?? [])
  return [identities(drafts.map(namedBy)), storedTexts(attributes)]
}

/**
 * Issues the drafts whose codes are new. An existing coupon is compared as it was issued, whatever happened to it since.
 * @returns an outcome by the place of each draft, and what changes
 */
export function decideIssue(
  drafts: readonly CouponDraft[],
  { existing, known }: FoundIssue,
): Readonly<{ outcomes: readonly IssueOutcome[]; changes: readonly Change[] }> {
  const outcomes = drafts.map((draft) => outcomeOf(draft, existing.get(draft.terms.couponCode)))
  const created = newAmong(drafts, existing)
  if (known === undefined || created.length === 0) return { outcomes, changes: [] }
  const members = new IdentityResolution(known)
  const named = created.map((draft) => members.name(namedBy(draft)))
  const memberNos = [...new Set(named.flatMap((one) => one.memberNos))]
  const changes = [
    identitiesChanged({ memberNos, changes: members.changes() }),
    issued({ drafts: created, named, templateVersion: undefined }),
  ]
  return { outcomes, changes }
}

function newAmong(drafts: readonly CouponDraft[], existing: FoundIssue['existing']): readonly CouponDraft[] {
  return drafts.filter(({ terms }) => !existing.has(terms.couponCode))
}

function namedBy({ terms: { phone, cardNo } }: CouponDraft) {
  return { phone, cardNo }
}

/** The outcome of a draft beside the coupon that has its code, as it was issued. */
export function outcomeOf(draft: CouponDraft, stored: StoredCoupon | undefined): IssueOutcome {
  if (stored === undefined) return { kind: 'created' }
  const fields = differingFields(stored, draft)
  return fields.length === 0 ? { kind: 'existing' } : { kind: 'conflict', fields }
}
