import type { SqlEngine } from '#database/sql-engine'
import type { Job, JobCounts } from '#domain/jobs/job'
import type { DoneBatch, DoneItem, JobLease, JobStore } from '#domain/jobs/job-store'
import type { Keyring } from '#store/keys/keyring'
import { keyOfNobody } from '#store/members/sealed-contents'
import { jobLeaseOfRow, listDueJobs, moveJobLease } from '#store/tables/job'
import { findTargets, itemWithOutcome, itemWithoutTarget, itemWithoutTargetOf } from '#store/tables/job-item'
import { changeItems, type JobWork, type LockedJob, lockedJob, transactJob, writeJob } from './job-work.ts'

type Leases = Pick<
  JobStore,
  'listDue' | 'takeLease' | 'beginBatch' | 'saveBatch' | 'removeTargets' | 'endLease' | 'endPausedLease'
>

/** Jobs that one look gives. */
const maxDue = 100
/** Targets that one transaction removes. */
const maxRemoved = 256

type JobParts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Which program is at a job, and what it records. The mark of a lease is compared in each transaction. */
export function createJobLeases(parts: JobParts): Leases {
  const { engine } = parts
  const moveLease = ({ sellerId, jobId, dueMs }: JobLease, next: number | null) =>
    engine.transact(
      async (transaction) => (await transaction.run(moveJobLease({ nextMs: next, sellerId, jobId, dueMs }))) === 1,
      {
        sellerId,
      },
    )
  return {
    async listDue(nowMs) {
      return (await engine.reader.all(listDueJobs({ nowMs, limit: maxDue }))).map(jobLeaseOfRow)
    },
    async takeLease(lease, untilMs) {
      return (await moveLease(lease, untilMs)) ? { ...lease, dueMs: untilMs } : undefined
    },
    beginBatch: (lease, begunPlace) =>
      underLease(parts, lease, async (work, stored) => {
        const { job } = stored
        return job.state === 'running' ? change(work, stored, { ...job, begunPlace }) : job
      }),
    async saveBatch(lease, batch) {
      return underLease(parts, lease, async (work, stored) =>
        stored.job.donePlace === batch.fromPlace ? save(work, stored, batch) : undefined,
      )
    },
    removeTargets: (lease) =>
      underLease(parts, lease, async (work) => {
        const { sellerId, jobId } = lease
        const rows = await work.unit.all(findTargets({ sellerId, jobId, limit: maxRemoved }))
        if (rows.length === 0) return true
        const places = rows.map(([place]) => Number(place))
        await changeItems(work, { sellerId, jobId, places }, itemWithoutTarget)
        return false
      }),
    async endLease(lease, dueMs) {
      await moveLease(lease, dueMs ?? null)
    },
    async endPausedLease(lease) {
      await underLease(parts, lease, async (work, stored) => {
        const dueMs = stored.job.state === 'paused' ? undefined : 0
        await writeJob(work, stored, { ...stored, dueMs })
      })
    },
  }
}

/** Does a work while the lease is this program's, whose row of the job is locked. @returns undefined where it is not */
function underLease<Result>(
  parts: JobParts,
  lease: JobLease,
  act: (work: JobWork, stored: LockedJob) => Promise<Result>,
): Promise<Result | undefined> {
  return transactJob(parts, lease.sellerId, async (work) => {
    const stored = await lockedJob(work.unit, lease)
    return stored === undefined || stored.dueMs !== lease.dueMs ? undefined : act(work, stored)
  })
}

async function change(work: JobWork, stored: LockedJob, job: Job): Promise<Job> {
  await writeJob(work, stored, { ...stored, job })
  return job
}

/** Whatever the state became meanwhile: what was done is recorded, and no more is begun unless the job runs. */
async function save(
  work: JobWork,
  stored: LockedJob,
  { items, donePlace, begunPlace, dueMs }: DoneBatch,
): Promise<Job> {
  const { job } = stored
  const outcomes = new Map(items.map(({ place, outcome }) => [place, outcome]))
  await changeItems(work, { ...job, places: [...outcomes.keys()] }, (row, place) => {
    const outcome = outcomes.get(place)
    if (outcome === undefined) return row
    const isDone = outcome.state === 'done' || outcome.state === 'unchanged'
    // The coupon or member of a done one has the target from now on, so an erasure of that member must not leave it here.
    return itemWithOutcome(isDone ? itemWithoutTargetOf(row, keyOfNobody) : row, outcome)
  })
  const changed = {
    ...job,
    counts: countsWith(job.counts, items),
    donePlace,
    begunPlace: job.state === 'running' ? begunPlace : donePlace,
  }
  await writeJob(work, stored, { ...stored, dueMs, job: changed })
  return changed
}

function countsWith(counts: JobCounts, items: readonly DoneItem[]): JobCounts {
  const count = (state: DoneItem['outcome']['state']) => items.filter(({ outcome }) => outcome.state === state).length
  return {
    total: counts.total,
    done: counts.done + count('done'),
    unchanged: counts.unchanged + count('unchanged'),
    refused: counts.refused + count('refused'),
  }
}
