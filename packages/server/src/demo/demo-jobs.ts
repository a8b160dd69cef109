import { addRows } from '#domain/job-work/add-rows'
import { draftJob } from '#domain/job-work/draft-job'
import { addMembers, draftCouponJob, type PrepareParts, startJob } from '#domain/job-work/prepare-job'
import { type JobParts, runJob } from '#domain/job-work/run-job'
import {
  type CouponTask,
  changingCount,
  type ImportTask,
  type Job,
  type JobTask,
  type RowValues,
} from '#domain/jobs/job'
import { runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { SearchFilter } from '#domain/search/coupon-search'
import { demoSellerId as sellerId } from './demo-names.ts'

export type DemoJobParts = PrepareParts & Pick<JobParts, 'randomBytes'>

/** A job of the demo, small enough for one batch. */
export type DemoJob = Readonly<{
  /** Always the same, so that a repeated start finds it. */
  jobId: string
  title: string
  /** Name of the operator who does it. */
  operator: string
}> &
  (
    | Readonly<{ task: Extract<JobTask, Readonly<{ kind: 'send' }>>; phones: readonly string[] }>
    | Readonly<{ task: ImportTask; rows: readonly RowValues[] }>
    | Readonly<{ task: CouponTask; filter: SearchFilter }>
  )

/** Drafts, starts and does a job at a moment of the past, as an operator and the background work do. A job that exists is left as it is. */
export async function doDemoJob(input: DemoJob, atMs: number, parts: DemoJobParts): Promise<void> {
  const { jobId } = input
  if ((await parts.jobs.findJob({ sellerId, jobId })) !== undefined) return
  const job = await draft(input, atMs, parts)
  const { lifecycle } = parts
  const request = requestOf(input, atMs, 'start')
  const by = { actor: request.actor }
  const started = await startJob({ lifecycle, request, jobId, by, confirmed: changingCount(job) }, parts)
  if (started.kind !== 'done') throw new Error(`the demo's job ${jobId} does not start: ${started.kind}`)
  const clocks = { clock: () => atMs, storeClock: () => Math.floor(atMs), monotonicMs: () => performance.now() }
  const jobParts = { ...parts, ...clocks, rest: () => Promise.resolve(), isStopping: () => false }
  await runJob({ sellerId, jobId, dueMs: 0 }, jobParts)
}

function requestOf({ jobId, operator }: DemoJob, nowMs: number, step: 'draft' | 'start'): WriteRequest {
  const outRequestNo = { own: `demo-${jobId}-${step}` }
  const actor = `operator:${operator}`
  return { sellerId, outRequestNo, method: 'demo', content: '', actor, requestId: undefined, nowMs }
}

async function draft(input: DemoJob, createdAtMs: number, parts: DemoJobParts): Promise<Job> {
  const { jobId, title, task } = input
  const { lifecycle } = parts
  const request = requestOf(input, createdAtMs, 'draft')
  const made = {
    sellerId,
    jobId,
    task,
    title,
    createdBy: request.actor,
    createdAtMs,
    sourceDigest: undefined,
    dueMs: 0,
  }
  if ('filter' in input) {
    const chosen = { kind: 'filter', filter: input.filter } as const
    const { kind } = await draftCouponJob(
      { draft: { ...made, task: input.task, isReady: false }, chosen, request },
      parts,
    )
    return jobOf({ kind, job: await parts.jobs.findJob({ sellerId, jobId }) }, jobId)
  }
  await runAct(draftJob, { lifecycle, request, draft: { ...made, isReady: 'phones' in input } })
  const part = { sellerId, jobId, offset: 0 }
  if ('phones' in input) {
    const targets = input.phones.map((phone) => ({ kind: 'phone', phone }) as const)
    return jobOf(await addMembers({ ...part, targets }, parts), jobId)
  }
  // The first line of a file has the titles of its columns.
  const rows = input.rows.map((values, place) => ({ line: place + 2, values }))
  return jobOf(await addRows({ ...part, rows, isLast: true, nowMs: createdAtMs }, parts), jobId)
}

function jobOf(drafted: Readonly<{ kind: string; job?: Job | undefined }>, jobId: string): Job {
  if (drafted.job === undefined) throw new Error(`the demo's job ${jobId} is not drafted: ${drafted.kind}`)
  return drafted.job
}
