import { type InputOf, issueCoupons, RefusedItem } from '@yaoquan/api'
import { addRows } from '#domain/jobs/add-rows'
import type { Job, RowValues } from '#domain/jobs/job'
import type { PrepareParts } from '#domain/jobs/prepare-job'
import { answerOnce } from '#domain/lifecycle/answer-once'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { newTimedCode } from '#domain/lifecycle/random-code'
import { runAct } from '#domain/lifecycle/run-act'
import { jobSubmitted } from '#domain/lifecycle/seller-changes'
import type { PolicyReader } from '#domain/policy/policy-store'
import { type CallContext, type Method, writeRequest } from '#methods/method'
import { refusedResult } from '#methods/refused-result'

export type IssueApprovalDependencies = PrepareParts &
  Readonly<{
    lifecycle: LifecycleStore
    policies: PolicyReader
    randomBytes: (size: number) => Uint8Array
  }>

type Issue = InputOf<typeof issueCoupons>

/**
 * `coupon.issue` of operators, who state the terms of each coupon. If the seller requires approval, the call drafts a job with the coupons,
 * which another person starts or discards (ADR 32). The call's number drafts it once; each batch of the job is issued once, under a number
 * of its own.
 * @param issue issues without approval
 */
export function issueWithApproval(
  issue: Method<typeof issueCoupons>,
  dependencies: IssueApprovalDependencies,
): Method<typeof issueCoupons> {
  return {
    definition: issueCoupons,
    async call(input, context) {
      const { isApprovalAsked } = (await dependencies.policies.findPolicy(context.sellerId)).policy
      if (!isApprovalAsked || input.dryRun === true) return issue.call(input, context)
      // What cannot be read is answered coupon by coupon, and nothing of the call waits.
      if (input.coupons.some((coupon) => coupon instanceof RefusedItem))
        return issue.call({ ...input, dryRun: true }, context)
      return { result: await submit(input, context, dependencies) }
    },
  }
}

const nothing = {
  createdCount: 0,
  existingCount: 0,
  conflictCount: 0,
  duplicateCount: 0,
  invalidCount: 0,
  items: [],
} as const

async function submit(input: Issue, context: CallContext, dependencies: IssueApprovalDependencies) {
  const { lifecycle, randomBytes } = dependencies
  const request = writeRequest(`${issueCoupons.name} for approval`, input, context)
  const answer = { jobId: newTimedCode(context.nowMs, randomBytes) }
  const changes = [jobSubmitted({ jobId: answer.jobId, total: input.coupons.length })]
  const written = await runAct(answerOnce<typeof answer>(), { lifecycle, request, answer, changes })
  if (written.kind !== 'done') return { ...refusedResult(written, input), ...nothing, items: [] }
  const { jobId } = written.answer
  const job = await draftOnce(jobId, input, context, dependencies)
  const alreadyDone = written.isAlreadyDone ? true : undefined
  const awaitsApproval = job?.state === 'draft' ? true : undefined
  return { ...nothing, items: [], alreadyDone, awaitsApproval, jobId, success: true }
}

/** The job of a call, whose draft may have been interrupted. */
async function draftOnce(
  jobId: string,
  { outRequestNo, coupons }: Issue,
  context: CallContext,
  dependencies: IssueApprovalDependencies,
): Promise<Job | undefined> {
  const { jobs } = dependencies
  const { sellerId, actor: createdBy, nowMs } = context
  const draft = { sellerId, jobId, title: outRequestNo, createdBy, createdAtMs: nowMs, dueMs: 0 }
  const found = await jobs.findJob(draft)
  if (found?.isReady) return found
  // If two calls draft the same job at the same time, the job takes the rows of one.
  if (found === undefined) {
    await jobs.createJob({ ...draft, task: { kind: 'import-coupons' }, isReady: false, sourceDigest: `issue ${jobId}` })
  }
  const offset = found?.lastPlace ?? 0
  const rows = coupons.slice(offset).flatMap((coupon, place) => {
    return coupon instanceof RefusedItem ? [] : [{ line: offset + place + 1, values: rowOf(coupon) }]
  })
  await addRows({ sellerId, jobId, offset, rows, isLast: true, nowMs }, dependencies)
  return jobs.findJob(draft)
}

/** Values by properties; blank ones are left out, as in a file. */
function rowOf(coupon: Readonly<Record<string, string | undefined>>): RowValues {
  const values: Record<string, string> = {}
  for (const [property, value] of Object.entries(coupon)) {
    if (value !== undefined && value.trim() !== '') values[property] = property === 'attribute' ? value : value.trim()
  }
  return values
}
