import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import { act, done, load, type Reading, refused } from './act.ts'
import { steps } from './changes.ts'
import { decideIssue, readsOfNew } from './issue-drafts.ts'
import { couponsByCode, type LastStep, lastSteps } from './reads.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'

/** Coupons as another CRM has them now, 1..1000, no code twice. */
type Learning = Readonly<{
  coupons: readonly CouponDraft[]
  /** The call that told of them. */
  reason: string
}>

/** The actor of learned events; no operator can have this name. */
export const learningActor = 'operator:shadow'

/** What another CRM can change of a coupon that is stored. */
type Followed = 'status' | 'endDate'

/** `known`: the coupon was stored before. `contradicted`: what it says of it, and what is not followed. */
export type LearnOutcome =
  | Readonly<{ kind: 'created' }>
  | Readonly<{ kind: 'known'; isMoved: boolean; contradicted: readonly Followed[] }>

/** The outcomes of coupons that were not created, by their places. */
export type LearnAnswer = readonly (readonly [place: number, outcome: LearnOutcome])[]

type Found = Readonly<{
  stored: ReadonlyMap<string, StoredCoupon>
  lastSteps: ReadonlyMap<number, LastStep>
  /** Identities of the members of the other coupons; undefined without others. */
  known: KnownIdentities | undefined
}>

/**
 * Takes over what another CRM says of coupons: those that are new are issued in the state that they have there, and those that are known
 * follow it, unless they have lived here. A use there has no order, so the coupon is used without a redemption. Where nothing changes it is
 * refused, so that a repetition leaves no number.
 */
export const learnCoupons = act<Learning, Found, LearnAnswer, LearnAnswer>({
  *reads({ coupons }): Reading<Found> {
    const found = yield* load({ stored: couponsByCode(coupons.map(({ terms }) => terms.couponCode)) })
    const lived = yield* load({ lastSteps: lastSteps([...found.stored.values()].map(({ seq }) => seq)) })
    const created = newAmong(coupons, found.stored)
    if (created.length === 0) return { ...found, ...lived, known: undefined }
    const [named, texts] = readsOfNew(created)
    const { known } = yield* load({ known: named, texts })
    return { ...found, ...lived, known }
  },
  decide({ input: { coupons, reason }, found: { stored, known, lastSteps: lived } }) {
    const decided = coupons.map((draft) => {
      const coupon = stored.get(draft.terms.couponCode)
      return coupon && follow(coupon, draft, lived.get(coupon.seq))
    })
    const moved = decided.flatMap((one): readonly CouponChange[] =>
      one?.to === undefined ? [] : [{ kind: 'learned', from: one.from, to: one.to, reason }],
    )
    const issued = decideIssue(newAmong(coupons, stored), { existing: new Map(), known })
    const others = [...decided.entries()].flatMap(([place, one]): LearnAnswer => {
      if (one === undefined) return []
      return [[place, { kind: 'known', isMoved: one.to !== undefined, contradicted: one.contradicted }]]
    })
    const changes = [...steps(moved), ...issued.changes]
    return changes.length === 0 ? refused(others) : done(others, changes)
  },
})

function newAmong(coupons: readonly CouponDraft[], stored: Found['stored']): readonly CouponDraft[] {
  return coupons.filter(({ terms }) => !stored.has(terms.couponCode))
}

type Following = Readonly<{
  from: StoredCoupon
  /** Undefined where it stays as it is. */
  to: StoredCoupon | undefined
  contradicted: readonly Followed[]
}>

function follow(from: StoredCoupon, { terms, state }: CouponDraft, lastStep: LastStep | undefined): Following {
  const differing = differencesOf(from, { terms, state })
  const hasLivedHere = isOfThisCrm(from) || (lastStep !== undefined && !isLearned(lastStep))
  const contradicted = differing.filter((field) => hasLivedHere || (field === 'endDate' && !isMovable(from, terms)))
  const followed = new Set(differing.filter((field) => !contradicted.includes(field)))
  if (followed.size === 0) return { from, to: undefined, contradicted }
  const to = {
    ...from,
    state: followed.has('status') ? state : from.state,
    terms: { ...from.terms, endDate: followed.has('endDate') ? terms.endDate : from.terms.endDate },
  }
  return { from, to, contradicted }
}

/** In what another CRM could change a stored coupon, by what it says of it now. */
export function differencesOf(
  stored: Pick<StoredCoupon, 'terms' | 'state'>,
  { terms, state }: CouponDraft,
): readonly Followed[] {
  const differing: Followed[] = []
  if (stored.state.kind !== state.kind) differing.push('status')
  if (stored.terms.endDate !== terms.endDate) differing.push('endDate')
  return differing
}

/** Also an order of another CRM that was learned redeems and returns coupons. */
function isLearned({ kind, actor }: LastStep): boolean {
  return kind === 'learned' || actor === learningActor
}

/** Whether its row alone says that the coupon was claimed here, or is held or used by an order here. */
function isOfThisCrm({ state, templateVersion }: StoredCoupon): boolean {
  const isOnOrder = state.kind === 'held' || (state.kind === 'used' && state.redemption !== undefined)
  return templateVersion !== undefined || isOnOrder
}

/** A coupon keeps having a last day, or having none: the day of its issue could not be told from the present one otherwise. */
function isMovable({ terms }: StoredCoupon, { endDate }: CouponDraft['terms']): boolean {
  return terms.endDate !== undefined && endDate !== undefined
}
