import { expect, test } from 'vitest'
import { sortRows } from '#domain/coupon/sort-rows'
import type { RowValues } from '#domain/jobs/job'
import type { NewJob } from '#domain/jobs/job-store'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { draftJob, submitCoupons } from './draft-job.ts'

const draft: NewJob = {
  sellerId: '111',
  jobId: 'J',
  task: { kind: 'import-coupons' },
  title: undefined,
  createdBy: 'operator:li.na',
  createdAtMs: 1,
  sourceDigest: undefined,
  isReady: true,
  dueMs: 0,
}

test('a draft is made once for a list', () => {
  const decide = (known: string | undefined) => draftJob.decide({ input: { draft }, found: { known }, nowMs: 1 })
  expect(decide(undefined)).toEqual({
    kind: 'done',
    answer: { jobId: 'J' },
    changes: [{ kind: 'jobDrafted', to: { draft, targets: [], repeated: 0, act: 'draft' } }],
  })
  expect(decide('before')).toEqual({ kind: 'refused', refusal: { kind: 'known', jobId: 'before' } })
})

function submitting(rows: readonly RowValues[], existing: readonly RowValues[] = []) {
  const stored = sortRows(existing, 'file').drafts.map((one) => {
    return [one.terms.couponCode, { ...storedCouponOf({ kind: 'unused' }), ...one }] as const
  })
  const found = { existing: new Map(stored), members: rows.map((_, place) => [place + 7]) }
  const decided = submitCoupons.decide({ input: { draft, rows }, found, nowMs: 1 })
  if (decided.kind !== 'done') throw new TypeError('it is refused')
  const [change, ...others] = decided.changes
  if (change?.kind !== 'jobDrafted' || others.length > 0) throw new TypeError('it is no draft')
  return change.to
}

test('a submission has all rows with their members, and what would become of each, in order', () => {
  const rows = [
    { couponCode: 'new', phone: '139 0000 0001' },
    { couponCode: 'same', channel: 'app' },
    { couponCode: 'other', channel: 'app' },
    { couponCode: 'new', phone: '13900000002' },
    { couponCode: 'new', phone: '13900000001' },
    { couponCode: 'x', couponAmount: '-1' },
  ]
  const existing = [
    { couponCode: 'same', channel: 'app' },
    { couponCode: 'other', channel: 'erp' },
  ]
  const { targets, act, repeated } = submitting(rows, existing)
  expect(targets).toMatchObject([
    { line: 1, memberNos: [7], outcome: 'created', values: { phone: '13900000001' } },
    { line: 2, memberNos: [8], outcome: 'unchanged' },
    { line: 3, outcome: { refusal: 'coupon-differs', fault: { field: 'channel' } } },
    { line: 4, outcome: { refusal: 'coupon-differs', fault: { field: 'phone' } } },
    { line: 5, outcome: 'unchanged' },
    { line: 6, outcome: { refusal: 'invalid-row', fault: { field: 'couponAmount' } } },
  ])
  // The fifth row is the first one again; the fourth has its code only.
  expect([act, repeated]).toEqual(['submit', 1])
})
