import { type InputOf, issueCoupons, RefusedItem } from '@yaoquan/api'
import { submitCoupons } from '#domain/job-work/draft-job'
import type { PrepareParts } from '#domain/job-work/prepare-job'
import type { RowValues } from '#domain/jobs/job'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { newTimedCode } from '#domain/lifecycle/random-code'
import { parseYuan } from '#domain/money'
import { asksSecond, type PolicyReader } from '#domain/policy/seller-policy'
import { type CallContext, type Method, writeRequest } from '#methods/method'
import { refusedResult } from '#methods/refused-result'

export type IssueApprovalDependencies = PrepareParts &
  Readonly<{
    /** Rules as they are stored. */
    storedPolicies: PolicyReader
    randomBytes: (size: number) => Uint8Array
  }>

type Issue = InputOf<typeof issueCoupons>

/**
 * `coupon.issue` of operators, who state the terms of each coupon. If the seller requires approval, or their face value
 * is above what operators issue alone, the call drafts a job with the coupons,
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
      const { policy } = await dependencies.storedPolicies.findPolicy(context.sellerId)
      const isAsked =
        policy.isApprovalAsked || asksSecond({ worstFen: sumOf(input), count: 1 }, policy.issueApprovalFen)
      if (!isAsked || input.dryRun === true) return issue.call(input, context)
      // What cannot be read is answered coupon by coupon, and nothing of the call waits.
      if (input.coupons.some((coupon) => coupon instanceof RefusedItem))
        return issue.call({ ...input, dryRun: true }, context)
      return { result: await submit(input, context, dependencies) }
    },
  }
}

/** Face value of all coupons, fen. */
function sumOf({ coupons }: Issue): number {
  return coupons.reduce((sum, coupon) => {
    const amount = coupon instanceof RefusedItem ? undefined : coupon.couponAmount
    return sum + (parseYuan(amount?.trim() ?? '') ?? 0)
  }, 0)
}

const nothing = {
  createdCount: 0,
  existingCount: 0,
  conflictCount: 0,
  duplicateCount: 0,
  invalidCount: 0,
  items: [],
} as const

async function submit(input: Issue, context: CallContext, { jobs, lifecycle, randomBytes }: IssueApprovalDependencies) {
  const { sellerId, actor: createdBy, nowMs: createdAtMs } = context
  const jobId = newTimedCode(createdAtMs, randomBytes)
  const draft = {
    sellerId,
    jobId,
    task: { kind: 'import-coupons' },
    title: input.outRequestNo,
    createdBy,
    createdAtMs,
    sourceDigest: undefined,
    isReady: true,
    dueMs: 0,
  } as const
  const rows = input.coupons.flatMap((coupon) => (coupon instanceof RefusedItem ? [] : [rowOf(coupon)]))
  const request = writeRequest(`${issueCoupons.name} for approval`, input, context)
  const written = await runAct(submitCoupons, { lifecycle, request, draft, rows })
  if (written.kind !== 'done') return { ...refusedResult(written, input), ...nothing, items: [] }
  const { answer, isAlreadyDone } = written
  const job = await jobs.findJob({ sellerId, jobId: answer.jobId })
  const alreadyDone = isAlreadyDone ? true : undefined
  const awaitsApproval = job?.state === 'draft' ? true : undefined
  return { ...nothing, items: [], alreadyDone, awaitsApproval, jobId: answer.jobId, success: true }
}

/** Values by properties; blank ones are left out, as in a file. */
function rowOf(coupon: Readonly<Record<string, string | undefined>>): RowValues {
  const values: Record<string, string> = {}
  for (const [property, value] of Object.entries(coupon)) {
    if (value !== undefined && value.trim() !== '') values[property] = property === 'attribute' ? value : value.trim()
  }
  return values
}
