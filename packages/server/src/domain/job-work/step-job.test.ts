import { expect, test } from 'vitest'
import { emptyPreview, type Job, type JobState, type JobStep, noCounts } from '#domain/jobs/job'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { templateOf } from '#testing/example-template'
import { asksApproval, type Stepper, stepJob } from './step-job.ts'

const nowMs = 5
const draft: Job = {
  sellerId: '111',
  jobId: 'J',
  task: { kind: 'void', reason: '活动取消', withHeld: false },
  title: undefined,
  state: 'draft',
  isReady: true,
  createdBy: 'operator:li.na',
  createdAtMs: 1,
  startedBy: undefined,
  startedAtMs: undefined,
  endedAtMs: undefined,
  preview: emptyPreview,
  counts: { ...noCounts, total: 3, refused: 1 },
  lastPlace: 3,
  donePlace: 0,
  begunPlace: 0,
}
const server: Stepper = { actor: 'system' }
const own = (may: Partial<Stepper['may']> = {}): Stepper => {
  return { actor: 'operator:li.na', may: { kinds: ['void', 'import-coupons'], approve: false, ...may } }
}
const other = (approve: boolean): Stepper => ({ actor: 'operator:wang', may: { kinds: ['void'], approve } })

type Input = Readonly<{
  step?: JobStep
  by?: Stepper
  confirmed?: Readonly<{ count: number; preview?: Job['preview'] }>
  isApprovalAsked?: boolean
}>

function stepping(job: Partial<Job> | undefined, input: Input = {}) {
  const { step = 'start', by = server, confirmed, isApprovalAsked = false } = input
  return stepJob.decide({
    input: { jobId: 'J', step, by, confirmed: confirmed && { preview: undefined, ...confirmed } },
    found: { job: job && { ...draft, ...job }, isApprovalAsked },
    nowMs,
  })
}

const coupons = { task: { kind: 'import-coupons' } } as const
const waits = { isApprovalAsked: true }

test.each<readonly [string, Partial<Job> | undefined, Input, object]>([
  ['a job that the seller does not have', undefined, {}, { kind: 'unknown' }],
  ['a start of what runs', { state: 'running' }, {}, { kind: 'wrong-state', state: 'running' }],
  ['a start before all targets are known', { isReady: false }, {}, { kind: 'wrong-state', state: 'draft' }],
  ['a pause of a draft', {}, { step: 'pause' }, { kind: 'wrong-state', state: 'draft' }],
  ['a resume of what runs', { state: 'running' }, { step: 'resume' }, { kind: 'wrong-state', state: 'running' }],
  ['a cancel of what is done', { state: 'done' }, { step: 'cancel' }, { kind: 'wrong-state', state: 'done' }],
  ['a finish of what is paused', { state: 'paused' }, { step: 'finish' }, { kind: 'wrong-state', state: 'paused' }],
  ['another number than will change', {}, { confirmed: { count: 3 } }, { kind: 'not-confirmed', count: 2 }],
  [
    'a number that another dry run finds no more',
    {},
    { confirmed: { count: 2, preview: { ...emptyPreview, unchanged: 1 } } },
    { kind: 'not-confirmed', count: 1 },
  ],
  [
    'a step of a kind that the role does not do',
    { task: { kind: 'import-members' } },
    { by: own() },
    { kind: 'not-allowed' },
  ],
  [
    'a start of an own draft that waits for approval',
    coupons,
    { ...waits, by: own({ approve: true }) },
    { kind: 'own-draft' },
  ],
  ['a start by a person who may not approve', coupons, { ...waits, by: other(false) }, { kind: 'not-allowed' }],
  ['a pause of an own draft that waits', coupons, { ...waits, by: own(), step: 'pause' }, { kind: 'not-allowed' }],
  [
    'a cancel by a person who may not approve',
    coupons,
    { ...waits, by: other(false), step: 'cancel' },
    { kind: 'not-allowed' },
  ],
])('refuses %s', (_, job, input, refusal) => {
  expect(stepping(job, input)).toEqual({ kind: 'refused', refusal })
})

test.each<readonly [string, Partial<Job>, Input, Partial<Job>]>([
  ['a start', {}, {}, { state: 'running', startedBy: 'system', startedAtMs: nowMs }],
  ['a start with the number that will change', {}, { confirmed: { count: 2 } }, { state: 'running' }],
  ['a pause', { state: 'running' }, { step: 'pause' }, { state: 'paused', endedAtMs: undefined }],
  ['a resume', { state: 'paused' }, { step: 'resume' }, { state: 'running', startedAtMs: undefined }],
  ['a finish', { state: 'running' }, { step: 'finish' }, { state: 'done', endedAtMs: nowMs }],
  ...(['draft', 'running', 'paused'] as const).map((state: JobState) => {
    return [
      `a cancel of what is ${state}`,
      { state },
      { step: 'cancel' },
      { state: 'cancelled', endedAtMs: nowMs },
    ] as const
  }),
  ['a cancel before all targets are known', { isReady: false }, { step: 'cancel' }, { state: 'cancelled' }],
  ['a start by a role that does the kind', {}, { by: own() }, { startedBy: 'operator:li.na' }],
  ['an own start where no approval is asked for', coupons, { by: own() }, { state: 'running' }],
  ['a start by another person who may approve', coupons, { ...waits, by: other(true) }, { startedBy: 'operator:wang' }],
  ['a cancel of an own draft that waits', coupons, { ...waits, by: own(), step: 'cancel' }, { state: 'cancelled' }],
  [
    'a pause of what was approved, by the role',
    { ...coupons, state: 'running' },
    { ...waits, by: own(), step: 'pause' },
    { state: 'paused' },
  ],
])('takes %s', (_, job, input, to) => {
  const { step = 'start' } = input
  expect(stepping(job, input)).toMatchObject({
    kind: 'done',
    answer: null,
    changes: [{ kind: 'jobStepped', to: { step, to } }],
  })
})

const file = { kind: 'import-coupons', columns: [] } as const
const sending = (count: number) => ({ kind: 'send', couponId: 'T', count, channel: undefined }) as const

test.each<readonly [string, Job['task'], Partial<typeof newSellerPolicy>, boolean]>([
  ['a file of coupons where templates need approval', file, { isApprovalAsked: true }, true],
  ['a file of coupons where one person may not issue everything', file, { issueApprovalFen: 100_000 }, true],
  ['a file of coupons under neither rule', file, {}, false],
  ['a send of as much as one person may issue', sending(1), { issueApprovalFen: 2000 }, false],
  ['a send of a fen more', sending(1), { issueApprovalFen: 1999 }, true],
  ['a send of more to each', sending(2), { issueApprovalFen: 2000 }, true],
  ['a send where only templates need approval', sending(9), { isApprovalAsked: true }, false],
  ['a void of coupons', draft.task, { isApprovalAsked: true, issueApprovalFen: 0 }, false],
])('whether another person starts %s', (_what, task, rules, isAsked) => {
  const policy = { ...newSellerPolicy, ...rules }
  expect(asksApproval({ ...draft, task }, { policy, template: templateOf() })).toBe(isAsked)
})
