import type { RowValues } from '#domain/jobs/job'
import type { NewJob } from '#domain/jobs/job-store'
import { normalisedValues, readCouponRow } from '#domain/jobs/read-row'
import { act, done, load, type Reading, refused } from '#domain/lifecycle/act'
import { jobDrafted, jobOfList, membersOfTargets } from '#domain/lifecycle/job-changes'
import { canonicalJson } from '#domain/lifecycle/lifecycle-store'
import { couponsAsIssued } from '#domain/lifecycle/reads'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberNumber } from '#domain/members/member'
import { plannedCoupon } from './plan-rows.ts'

type Draft = Readonly<{ draft: NewJob }>

type Drafted = Pick<NewJob, 'jobId'>

/** The list was given before for the same task. */
type KnownList = Readonly<{ kind: 'known'; jobId: string }>

/** Drafts a job, whose targets follow. */
export const draftJob = act<Draft, Readonly<{ known: string | undefined }>, Drafted, KnownList>({
  *reads({ draft }) {
    return draft.sourceDigest === undefined ? { known: undefined } : yield* load({ known: jobOfList(draft) })
  },
  decide({ input: { draft }, found: { known } }) {
    if (known !== undefined) return refused({ kind: 'known', jobId: known })
    return done({ jobId: draft.jobId }, [jobDrafted({ draft, targets: [], repeated: 0, act: 'draft' })])
  },
})

type Submission = Draft & Readonly<{ rows: readonly RowValues[] }>

type FoundForSubmission = Readonly<{
  existing: ReadonlyMap<string, StoredCoupon>
  members: readonly (readonly MemberNumber[])[]
}>

/** Drafts an import of 1..1000 coupons with all of them, which waits for another person, and tries out what it would do. */
export const submitCoupons = act<Submission, FoundForSubmission, Drafted>({
  *reads({ rows }): Reading<FoundForSubmission> {
    const codes = rows.map(readRow).flatMap((row) => ('state' in row ? [] : [row.draft.terms.couponCode]))
    return yield* load({
      existing: couponsAsIssued([...new Set(codes)]),
      members: membersOfTargets(rows.map(targetOf)),
    })
  },
  decide({ input: { draft, rows }, found: { existing, members } }) {
    const known = new Map(existing)
    const targets = rows.map((values, place) => {
      const row = readRow(values)
      const outcome = 'state' in row ? row : plannedCoupon(row.draft, known)
      return { ...targetOf(values), line: place + 1, memberNos: members[place] ?? [], isOverLimit: false, outcome }
    })
    const different = new Map(targets.map(({ values }) => [canonicalJson(values), values['couponCode']]))
    const repeated = different.size - new Set(different.values()).size
    return done({ jobId: draft.jobId }, [jobDrafted({ draft, targets, repeated, act: 'submit' })])
  },
})

function readRow(values: RowValues) {
  return readCouponRow(values, 'people')
}

function targetOf(values: RowValues) {
  return { kind: 'row', values: normalisedValues(values) } as const
}
