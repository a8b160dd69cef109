import { erpCouponFields } from '@yaoquan/api'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { differencesOf, type LearnAnswer, learnCoupons, learningActor } from '#domain/lifecycle/learn-coupons'
import { canonicalJson, type LifecycleReader, type LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { Deviation } from '#shadow/report/deviation'
import { addCounts, type LearningCounts, nothingLearned } from '#shadow/report/learning-counts'
import { type CouponMembers, type LearnedFrom, readLearned } from './read-learned.ts'
import { type MappedStatus, stateOfStatus } from './status-map.ts'

export type LearnerDependencies = Readonly<{
  reader: Pick<LifecycleReader, 'findCoupons'>
  lifecycle: LifecycleStore
  /** Epoch milliseconds. */
  clock: () => number
  sellerId: string
  /** What people said of statuses until now. */
  statuses: () => readonly MappedStatus[]
}>

/** Coupons of an answer. */
export type LearnedPage = Readonly<{
  coupons: readonly CouponMembers[]
  /** Names the call; it has no phone. */
  reason: string
}> &
  Pick<LearnedFrom, 'asked' | 'isSellerSure'>

export type Learned = Readonly<{ counts: LearningCounts; findings: readonly Deviation[] }>

export type Learner = Readonly<{ learn(page: LearnedPage): Promise<Learned> }>

/** Coupons of one transaction, which other writers of the seller wait for. */
const maxInTransaction = 200
/** Contradictions that are remembered, so that the same ones are not tried again with every answer. */
const maxRemembered = 10_000

/** Keeps coupons of answers, in the store of the seller. Where all are known and equal it only reads. */
export function createLearner(dependencies: LearnerDependencies): Learner {
  const { reader, lifecycle, clock, sellerId, statuses } = dependencies
  const contradicted = new Map<string, Deviation[]>()

  async function learnSome(drafts: readonly CouponDraft[], reason: string): Promise<Learned> {
    const codes = drafts.map(({ terms }) => terms.couponCode)
    const stored = new Map((await reader.findCoupons(sellerId, codes)).map((one) => [one.terms.couponCode, one]))
    const remembered: Deviation[] = []
    const changed = drafts.filter((draft) => {
      const coupon = stored.get(draft.terms.couponCode)
      if (coupon === undefined) return true
      const known = contradicted.get(keyOf(coupon, draft))
      remembered.push(...(known ?? []))
      return known === undefined && differencesOf(coupon, draft).length > 0
    })
    if (changed.length === 0)
      return { counts: addCounts(nothingLearned, { seen: drafts.length }), findings: remembered }
    const written = await lifecycle.runAct(requestOf(changed, stored), learnCoupons, { coupons: changed, reason })
    if (written.kind !== 'done' && written.kind !== 'refused') {
      throw new RangeError(`the number of what is learned is used: ${written.kind}`)
    }
    const others: LearnAnswer = written.kind === 'done' ? written.answer : written.refusal
    const isNew = written.kind === 'done' && !written.isAlreadyDone
    const moved = others.filter(([, outcome]) => outcome.kind === 'known' && outcome.isMoved).length
    const created = written.kind === 'done' ? changed.length - others.length : 0
    const findings = others.flatMap(([place, outcome]) => {
      const draft = changed[place]
      if (draft === undefined || outcome.kind !== 'known' || outcome.contradicted.length === 0) return []
      const coupon = stored.get(draft.terms.couponCode)
      const found = outcome.contradicted.map((field) => contradiction(field, draft, coupon))
      if (coupon !== undefined && !outcome.isMoved) remember(keyOf(coupon, draft), found)
      return found
    })
    const counts = addCounts(nothingLearned, {
      seen: drafts.length,
      created: isNew ? created : 0,
      moved: isNew ? moved : 0,
    })
    return { counts, findings: [...remembered, ...findings] }
  }

  function remember(key: string, found: Deviation[]): void {
    if (contradicted.size >= maxRemembered) contradicted.clear()
    contradicted.set(key, found)
  }

  /** A crash between the commit and the count, and a repetition, give the same number. */
  function requestOf(drafts: readonly CouponDraft[], stored: ReadonlyMap<string, StoredCoupon>) {
    const versions = drafts.map(({ terms }) => stored.get(terms.couponCode)?.version ?? 0)
    return {
      sellerId,
      outRequestNo: undefined,
      method: 'shadow learn',
      content: canonicalJson({ drafts, versions }),
      actor: learningActor,
      requestId: undefined,
      nowMs: clock(),
    }
  }

  return {
    async learn({ coupons, reason, asked, isSellerSure }) {
      const mapped = statuses()
      const from = { sellerId, isSellerSure, asked, stateOf: (status: string) => stateOfStatus(status, mapped) }
      const read = coupons.map((coupon) => readLearned(coupon, from))
      const drafts = new Map(
        read.flatMap(({ draft }) => (draft === undefined ? [] : [[draft.terms.couponCode, draft]])),
      )
      const notLearned = read.filter(({ draft }) => draft === undefined).length
      let counts = addCounts(nothingLearned, { seen: notLearned, notLearned })
      const findings = read.flatMap((one) => one.findings)
      const all = [...drafts.values()]
      for (let start = 0; start < all.length; start += maxInTransaction) {
        const learned = await learnSome(all.slice(start, start + maxInTransaction), reason)
        counts = addCounts(counts, learned.counts)
        findings.push(...learned.findings)
      }
      return { counts, findings }
    },
  }
}

function contradiction(field: 'status' | 'endDate', draft: CouponDraft, stored: StoredCoupon | undefined): Deviation {
  const name = `own.${erpCouponFields[field].wire}`
  const { couponCode, endDate = '' } = draft.terms
  const [upstream, ours] =
    field === 'status' ? [draft.state.kind, stored?.state.kind] : [endDate, stored?.terms.endDate]
  return { class: 'learning', name, couponCode, upstream, ours: ours ?? '' }
}

function keyOf({ terms: { couponCode }, version }: StoredCoupon, { state, terms }: CouponDraft): string {
  return [couponCode, version, state.kind, terms.endDate].join('\0')
}
