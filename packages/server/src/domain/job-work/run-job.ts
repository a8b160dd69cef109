import { batchSize, endOfBatch, type ItemOutcome, isImport, type Job } from '#domain/jobs/job'
import type { DoneItem, JobLease, JobStore } from '#domain/jobs/job-store'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { importBatch, outcomesOfImport } from './import-rows.ts'
import { type ActParts, changeBatch, outcomesOf, type PendingItem, sendTo } from './job-acts.ts'
import { requestOfStep, stepJob } from './step-job.ts'

export type JobParts = Omit<ActParts, 'nowMs'> &
  Readonly<{
    jobs: JobStore
    /** Epoch milliseconds of the clock that a seller's calls are recorded by. */
    clock: (sellerId: string) => number
    /** Epoch milliseconds of the store's clock, by which leases go. */
    storeClock: () => number
    monotonicMs: () => number
    /** Leaves the store and the processor to others between two batches. */
    rest: (ms: number) => Promise<void>
    isStopping: () => boolean
  }>

/** A program that dies at a job is replaced after this time. */
const leaseMs = 10_000
/** Then other jobs have their turn. */
const sliceMs = 1_000
/** Claims that are under way at the same time; they share commits. */
const sendsAtOnce = 10
/** The longest pause between two batches. */
const maxRestMs = 250
/** Drafts that nobody starts end after this time. */
const draftMs = 7 * 86_400_000
/** Phones and cards of a job are kept for this time after it ended. */
const targetsMs = 30 * 86_400_000

/**
 * Goes on with a job that is due, for about a second.
 * @returns whether anything was done: then more may be
 */
export async function runJob(due: JobLease, parts: JobParts): Promise<boolean> {
  const { jobs, storeClock } = parts
  const lease = await jobs.takeLease(due, Math.max(storeClock() + leaseMs, due.dueMs + 1))
  const job = lease && (await jobs.findJob(lease))
  if (lease === undefined || job === undefined) return false
  switch (job.state) {
    case 'draft':
      return endDraft(lease, job, parts)
    case 'paused':
      if (await recordBegun(lease, job, parts)) return true
      await jobs.endPausedLease(lease)
      return false
    case 'running':
      return run(lease, job, parts)
    case 'done':
    case 'cancelled':
      return tidy(lease, job, parts)
  }
}

async function endDraft(lease: JobLease, { createdAtMs }: Job, parts: JobParts): Promise<boolean> {
  const dueMs = dueAt(createdAtMs + draftMs, lease, parts)
  if (dueMs !== undefined) {
    await parts.jobs.endLease(lease, dueMs)
    return false
  }
  await take('cancel', lease, { ...parts, nowMs: parts.clock(lease.sellerId) })
  return true
}

/**
 * When a moment of the seller's clock comes, which in a sandbox may be far from the store's.
 * @returns the moment by the store's clock; undefined: it is over
 */
function dueAt(atMs: number, { sellerId }: JobLease, { clock, storeClock }: JobParts): number | undefined {
  const restMs = Math.ceil(atMs - clock(sellerId))
  return restMs > 0 ? storeClock() + restMs : undefined
}

/** Takes a step of the server's own. */
async function take(
  step: 'cancel' | 'finish',
  { sellerId, jobId }: JobLease,
  { lifecycle, nowMs }: Pick<ActParts, 'lifecycle' | 'nowMs'>,
): Promise<void> {
  const request = requestOfStep({ sellerId, jobId }, { step, nowMs })
  await runAct(stepJob, { lifecycle, request, jobId, step, by: { actor: 'system' } })
}

async function run(first: JobLease, started: Job, parts: JobParts): Promise<boolean> {
  const { jobs, clock, storeClock, monotonicMs, rest, isStopping } = parts
  const sliceEndMs = monotonicMs() + sliceMs
  let [lease, job] = [first, started]
  while (job.state === 'running') {
    if (job.donePlace >= job.lastPlace) {
      await take('finish', lease, { ...parts, nowMs: clock(lease.sellerId) })
      break
    }
    if (isStopping() || monotonicMs() >= sliceEndMs) break
    const startMs = monotonicMs()
    const end = endOfBatch(job.donePlace, job.lastPlace)
    const begun = job.begunPlace >= end ? job : await jobs.beginBatch(lease, end)
    if (begun?.state !== 'running') break
    const items = await doBatch(begun, end, parts)
    const dueMs = Math.max(storeClock() + leaseMs, lease.dueMs + 1)
    const begunPlace = Math.max(end, endOfBatch(end, job.lastPlace))
    const saved = await jobs.saveBatch(lease, { items, fromPlace: job.donePlace, donePlace: end, begunPlace, dueMs })
    // Another program took the job over, and finds what was done here by its request numbers.
    if (saved === undefined) return false
    lease = { ...lease, dueMs }
    job = saved
    await rest(Math.min(monotonicMs() - startMs, maxRestMs))
  }
  await jobs.endLease(lease, storeClock())
  return true
}

async function doBatch(job: Job, end: number, parts: JobParts): Promise<readonly DoneItem[]> {
  const pending = await pendingItems(job, end, parts)
  const acting = { ...parts, nowMs: parts.clock(job.sellerId) }
  if (isImport(job.task)) return importBatch(job, pending, acting)
  if (job.task.kind !== 'send') {
    const outcomes = await changeBatch(job, pending, acting)
    return pending.map(({ place }, index) => ({ place, outcome: outcomes[index] ?? notDone }))
  }
  const done: DoneItem[] = []
  for (let start = 0; start < pending.length; start += sendsAtOnce) {
    const sending = pending.slice(start, start + sendsAtOnce)
    done.push(
      ...(await Promise.all(
        sending.map(async (item) => ({ place: item.place, outcome: await sendTo(job, item, acting) })),
      )),
    )
  }
  return done
}

const notDone: ItemOutcome = { state: 'pending' }

function pendingItems(
  { sellerId, jobId, donePlace }: Job,
  throughPlace: number,
  { jobs }: Pick<JobParts, 'jobs'>,
): Promise<readonly PendingItem[]> {
  return jobs.listItems({ sellerId, jobId, state: 'pending', afterPlace: donePlace, throughPlace, limit: batchSize })
}

/** Records what a program that died had begun of a job that does not run. @returns whether there was anything begun */
async function recordBegun(
  lease: JobLease,
  job: Job,
  { jobs, clock, storeClock, ...parts }: JobParts,
): Promise<boolean> {
  const { donePlace, begunPlace } = job
  if (begunPlace <= donePlace) return false
  const pending = await pendingItems(job, begunPlace, { jobs })
  const acting = { ...parts, nowMs: clock(job.sellerId) }
  const items = await (isImport(job.task) ? outcomesOfImport : outcomesOf)(job, pending, acting)
  // The rest of the batch is done when the job goes on.
  const isWhole = items.length === pending.length
  const place = isWhole ? begunPlace : donePlace
  await jobs.saveBatch(lease, { items, fromPlace: donePlace, donePlace: place, begunPlace: place, dueMs: storeClock() })
  return true
}

/** A job that is over: removes phones and cards after a while. */
async function tidy(lease: JobLease, job: Job, parts: JobParts): Promise<boolean> {
  const { jobs, storeClock } = parts
  if (await recordBegun(lease, job, parts)) return true
  if (job.task.kind !== 'send' && !isImport(job.task)) {
    await jobs.endLease(lease, undefined)
    return false
  }
  const dueMs = dueAt((job.endedAtMs ?? job.createdAtMs) + targetsMs, lease, parts)
  if (dueMs !== undefined) {
    await jobs.endLease(lease, dueMs)
    return false
  }
  const isRemoved = await jobs.removeTargets(lease)
  await jobs.endLease(lease, isRemoved ? undefined : storeClock())
  return isRemoved === false
}
