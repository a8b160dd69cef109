import {
  changingCount,
  type Job,
  type JobPreview,
  type JobState,
  type JobStep,
  type JobTask,
  stateAfter,
} from '#domain/jobs/job'
import type { JobKey } from '#domain/jobs/job-store'
import { act, done, load, type Reading, refused } from '#domain/lifecycle/act'
import { jobById, jobStepped } from '#domain/lifecycle/job-changes'
import { canonicalJson, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { sellerPolicy } from '#domain/lifecycle/seller-reads'
import { template } from '#domain/lifecycle/template-changes'
import { asksSecond, type SellerPolicy } from '#domain/policy/seller-policy'
import { type TemplateTerms, worstCaseFen } from '#domain/templates/template'

/** The actor of a step: an operator with the kinds of jobs that the role does, or the server. */
export type Stepper = Readonly<{
  actor: string
  /** Undefined: the server, which may do all. */
  may?: Readonly<{ kinds: readonly JobTask['kind'][]; approve: boolean }> | undefined
}>

type Stepping = Readonly<{ jobId: string; step: JobStep; by: Stepper }> &
  Readonly<{
    /** For a start: the number that the operator typed, and what a dry run found now; undefined: the preview of the job stays. */
    confirmed?: Readonly<{ count: number; preview: JobPreview | undefined }> | undefined
  }>

export type StepRefusal =
  | Readonly<{ kind: 'unknown' | 'not-allowed' | 'own-draft' }>
  | Readonly<{ kind: 'wrong-state'; state: JobState }>
  /** The dry run finds another number now. */
  | Readonly<{ kind: 'not-confirmed'; count: number }>

type FoundForStep = Readonly<{ job: Job | undefined; isApprovalAsked: boolean }>

/** Takes a step of an operator or the server. */
export const stepJob = act<Stepping, FoundForStep, null, StepRefusal>({
  *reads({ jobId }): Reading<FoundForStep> {
    const { job } = yield* load({ job: jobById(jobId) })
    const { kind } = job?.task ?? {}
    if (job === undefined || (kind !== 'import-coupons' && kind !== 'send')) return { job, isApprovalAsked: false }
    const { policy } = (yield* load({ policy: sellerPolicy() })).policy
    if (job.task.kind !== 'send' || policy.issueApprovalFen === null) {
      return { job, isApprovalAsked: asksApproval(job, { policy, template: undefined }) }
    }
    const { newest } = yield* load({ newest: template(job.task.couponId) })
    return { job, isApprovalAsked: asksApproval(job, { policy, template: newest?.terms }) }
  },
  decide({ input, found: { job, isApprovalAsked }, nowMs }) {
    if (job === undefined) return refused({ kind: 'unknown' })
    const refusal = refusalOf(input, { job, isApprovalAsked }) ?? unconfirmed(input, job)
    if (refusal !== undefined) return refused(refusal)
    const { step, by } = input
    const state = stateAfter(step, job.state)
    if (state === undefined || (step === 'start' && !job.isReady))
      return refused({ kind: 'wrong-state', state: job.state })
    return done(null, [jobStepped({ step, to: { ...job, state, ...timesAfter(step, by, nowMs) } })])
  },
})

type IssuedBy = Readonly<{ policy: SellerPolicy; template: TemplateTerms | undefined }>

/**
 * Whether another person starts a draft: one of coupons without a template where the seller requires approval of these or limits what operators
 * issue alone, since a file may hold any amount; a send whose coupons are above that limit.
 * @param issued.template newest terms of the template of a send
 */
export function asksApproval(job: Job, { policy, template: terms }: IssuedBy): boolean {
  const { task } = job
  if (task.kind === 'import-coupons') return policy.isApprovalAsked || policy.issueApprovalFen !== null
  if (task.kind !== 'send') return false
  const each = { worstFen: worstCaseFen(undefined, terms), count: task.count * Math.max(0, changingCount(job)) }
  return asksSecond(each, policy.issueApprovalFen)
}

/**
 * Jobs of a kind that the operator's role does not do are not touched. If the seller requires approval, a draft that issues coupons
 * waits for another person who may approve templates: that person starts or discards it; its author may only discard it.
 */
function refusalOf(
  { step, by: { actor, may } }: Stepping,
  { job, isApprovalAsked }: Readonly<{ job: Job; isApprovalAsked: boolean }>,
): StepRefusal | undefined {
  if (may === undefined) return undefined
  const isWaiting = isApprovalAsked && (job.state === 'draft' || step === 'start')
  if (!isWaiting) return may.kinds.includes(job.task.kind) ? undefined : { kind: 'not-allowed' }
  const isOwn = job.createdBy === actor
  if (step === 'start' && isOwn) return { kind: 'own-draft' }
  return (step === 'cancel' && isOwn) || may.approve ? undefined : { kind: 'not-allowed' }
}

function unconfirmed({ step, confirmed }: Stepping, job: Job): StepRefusal | undefined {
  if (step !== 'start' || confirmed === undefined || job.state !== 'draft' || !job.isReady) return undefined
  const count = changingCount({ ...job, preview: confirmed.preview ?? job.preview })
  return count === confirmed.count ? undefined : { kind: 'not-confirmed', count }
}

function timesAfter(step: JobStep, { actor }: Stepper, nowMs: number): Partial<Job> {
  switch (step) {
    case 'start':
      return { startedBy: actor, startedAtMs: nowMs }
    case 'pause':
    case 'resume':
      return {}
    case 'finish':
    case 'cancel':
      return { endedAtMs: nowMs }
  }
}

/**
 * A step that the server takes, once. Its number is that of its content, which no caller can guess and use first.
 * @param actor the operator on whose behalf, or `system`
 */
export function requestOfStep(
  { sellerId, jobId }: JobKey,
  { step, actor = 'system', nowMs }: Readonly<{ step: JobStep; actor?: string; nowMs: number }>,
): WriteRequest {
  const content = canonicalJson({ jobId, step })
  return { sellerId, outRequestNo: undefined, method: 'job.step', content, actor, requestId: undefined, nowMs }
}
