import type { getJob, ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { asksApproval } from '#domain/job-work/step-job'
import { changingCount, type ItemRefusal, type Job, pendingCount } from '#domain/jobs/job'
import type { JobListQuery } from '#domain/jobs/job-store'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { StoredTemplate } from '#domain/templates/template-store'
import { ifGiven } from '#methods/method'

/** The error codes under which refused items are shown: those of the calls that do the same. */
export const codesOfRefusals: Readonly<Record<ItemRefusal, string>> = {
  'invalid-target': 'INVALID_MEMBER',
  'already-sent': 'ALREADY_SENT',
  'member-erased': 'MEMBER_ERASED',
  'coupon-not-found': 'COUPON_NOT_FOUND',
  'already-used': 'COUPON_ALREADY_USED',
  held: 'COUPON_HELD',
  void: 'COUPON_VOID',
  'not-later': 'END_DATE_NOT_LATER',
  'end-date-passed': 'END_DATE_PASSED',
  'template-not-found': 'TEMPLATE_NOT_FOUND',
  'template-closed': 'TEMPLATE_CLOSED',
  'template-not-published': 'TEMPLATE_NOT_PUBLISHED',
  'claim-not-open': 'CLAIM_NOT_OPEN',
  'stock-exhausted': 'STOCK_EXHAUSTED',
  'member-limit-reached': 'MEMBER_LIMIT_REACHED',
  conflict: 'IDEMPOTENT_CONFLICT',
  'invalid-row': 'INVALID_ROW',
  'member-ambiguous': 'MEMBER_AMBIGUOUS',
  'member-merged': 'MEMBER_MERGED',
  'coupon-differs': 'COUPON_DIFFERS',
}

type ShownJob = NonNullable<ResponseOf<typeof getJob>['result']['job']>

/**
 * A job as it is shown.
 * @param template of a send, for its stock
 * @param policy of the seller, which may ask another person to start a draft
 */
export function shownJob(job: Job, template?: StoredTemplate, policy?: SellerPolicy): ShownJob {
  const { jobId, task, title, state, isReady, createdBy, startedBy, counts } = job
  const isStopping = state !== 'running' && job.begunPlace > job.donePlace
  const isAwaited =
    state === 'draft' && policy !== undefined && asksApproval(job, { policy, template: template?.terms })
  return {
    jobId,
    title,
    state,
    stopping: isStopping ? true : undefined,
    awaitsApproval: isAwaited ? true : undefined,
    ready: isReady,
    createdBy,
    startedBy,
    ...shownTask(task),
    createdAt: momentText(job.createdAtMs),
    startedAt: ifGiven(job.startedAtMs, momentText),
    endedAt: ifGiven(job.endedAtMs, momentText),
    given: job.lastPlace,
    ...counts,
    pending: pendingCount(counts),
    preview: shownPreview(job, template),
  }
}

function shownTask(task: Job['task']) {
  switch (task.kind) {
    case 'send':
      return {
        kind: task.kind,
        couponId: task.couponId,
        count: task.count,
        channel: task.channel,
        followsJobId: task.follows?.[0],
      }
    case 'void':
      return { kind: task.kind, reason: task.reason, voidHeld: task.withHeld }
    case 'extend':
      return { kind: task.kind, reason: task.reason, endDate: task.endDate }
    case 'import-members':
    case 'import-coupons':
      return { kind: task.kind }
  }
}

function shownPreview(job: Job, template: StoredTemplate | undefined): ShownJob['preview'] {
  const { task } = job
  const { refused, ...counts } = job.preview
  const willChange = Math.max(0, changingCount(job))
  const refusedBy = Object.entries(refused).map(([refusal, count]) => ({
    // Only this program writes the reasons.
    subCode: codesOfRefusals[refusal as ItemRefusal],
    count,
  }))
  const stockNeeded = task.kind === 'send' ? willChange * task.count : undefined
  return { ...counts, willChange, refusedBy, stockNeeded, stockLeft: leftOf(template) }
}

function leftOf(template: StoredTemplate | undefined): number | undefined {
  const total = template?.terms.stockTotal
  return total === undefined ? undefined : Math.max(0, total - (template?.claimed?.total ?? 0))
}

type Before = NonNullable<JobListQuery['before']>

const form = /^j(\d{1,16})\.(\w{1,32})$/

/** Where the page after a job begins. */
export function writeJobCursor({ createdAtMs, jobId }: Before): string {
  return `j${createdAtMs}.${jobId}`
}

/** @returns undefined for what is no cursor */
export function readJobCursor(cursor: string): Before | undefined {
  const [, ms, jobId] = form.exec(cursor) ?? []
  return jobId === undefined ? undefined : { createdAtMs: Number(ms), jobId }
}
