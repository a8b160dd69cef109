import { emptyPreview, type Job, type JobStep, noCounts } from '#domain/jobs/job'
import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { JobChanges, JobReads } from '#domain/lifecycle/job-changes'
import { digestsOfList, findJobOfList, freshTargets, withAdded } from '#store/jobs/draft-job'
import { findMembersOf, sealTargets, type TargetSource } from '#store/jobs/job-targets'
import { insertItemRows, insertJobRow, lockedJob, writeJob } from '#store/jobs/job-work'
import { encodeJob, findJob, jobOfRow, type StoredJob } from '#store/tables/job'
import { encodeItem } from '#store/tables/job-item'
import { type Appliers, oneByOne, type ReadLoaders, type WriterParts } from './writer-parts.ts'

/** Loads what acts see of jobs. */
export const jobLoaders: ReadLoaders<keyof JobReads> = {
  async job({ unit, origin: { sellerId } }, jobId) {
    const row = await unit.one(findJob({ sellerId, jobId }))
    return row && jobOfRow(row).job
  },
  jobOfList: (parts, list) => findJobOfList(sourceOf(parts), parts.origin.sellerId, list),
  membersOfTargets: (parts, targets) => findMembersOf(sourceOf(parts), parts.origin.sellerId, targets),
}

/** Writes what acts change of jobs. */
export const jobAppliers: Pick<Appliers, keyof JobChanges> = {
  jobDrafted: oneByOne(insertDraft),
  jobStepped: oneByOne(writeStep),
}

async function insertDraft(
  parts: WriterParts,
  { draft, targets, repeated, act }: ChangeKinds['jobDrafted'],
): Promise<void> {
  const { dueMs, sourceDigest: _digest, ...given } = draft
  const empty: Job = {
    ...given,
    state: 'draft',
    preview: { ...emptyPreview, repeated },
    counts: noCounts,
    startedBy: undefined,
    startedAtMs: undefined,
    endedAtMs: undefined,
    lastPlace: 0,
    donePlace: 0,
    begunPlace: 0,
  }
  const sealed = await sealTargets(sourceOf(parts), draft, { targets, offset: 0 })
  const fresh = freshTargets(sealed)
  const job = withAdded(empty, { fresh, given: sealed.length, isLast: false })
  insertJobRow(parts, encodeJob({ job, sourceDigest: digestsOfList(parts, job.sellerId, draft).at(0), dueMs }))
  insertItemRows(
    parts,
    fresh.map(({ item }) => encodeItem(draft, item)),
  )
  await record(parts, job, act)
}

/** The row is locked, since a program may begin or end a turn of the job without a lock of the seller. */
async function writeStep(parts: WriterParts, { step, to }: ChangeKinds['jobStepped']): Promise<void> {
  const stored = await lockedJob(parts.unit, to)
  if (stored === undefined) throw new TypeError('a job that was read is missing')
  await writeJob(parts, stored, { ...stored, job: to, ...turnAfter(step, stored) })
  await record(parts, to, step)
}

/** A program that has the job keeps its turn; otherwise the job is due immediately. */
function turnAfter(step: JobStep, { dueMs, sourceDigest, job: before }: StoredJob): Partial<StoredJob> {
  switch (step) {
    case 'start':
      return { dueMs: 0 }
    case 'pause':
    case 'finish':
      return {}
    case 'resume':
      return { dueMs: dueMs ?? 0 }
    case 'cancel': {
      // The list may be used again if nothing was begun. After a pause `begunPlace` is 0 though a part of the first batch was done.
      const isUnused = before.begunPlace === 0 && before.counts.done === 0
      return {
        dueMs: before.state === 'draft' ? 0 : (dueMs ?? 0),
        sourceDigest: isUnused ? undefined : sourceDigest,
      }
    }
  }
}

async function record({ head }: WriterParts, { jobId, task, counts }: Job, act: string): Promise<void> {
  const couponId = task.kind === 'send' ? task.couponId : undefined
  const after = JSON.stringify({ job_id: jobId, act, job: task.kind, coupon_id: couponId, ...counts })
  head.append([{ kind: 'job', count: 1, after }])
}

function sourceOf({ unit, identifiers, keyring }: WriterParts): TargetSource {
  return { reader: unit, identifiers, keyring }
}
