import { listsOf } from '#database/table'
import type { Job } from '#domain/jobs/job'
import type { DoneItem, JobKey, RowCounts } from '#domain/jobs/job-store'
import { itemWithOutcome } from '#store/tables/job-item'
import type { JobStoreParts } from './job-targets.ts'
import { changeItems, type JobWork, transactJob, writeJob } from './job-work.ts'
import { type LockedJob, lockedJob } from './locked-job.ts'

/** Plans that one transaction stores. */
const plansAtOnce = 250

/** Implements `JobStore.setPlans`. */
export async function setPlans(parts: JobStoreParts, key: JobKey, plans: readonly DoneItem[]): Promise<void> {
  for (const some of listsOf(plans, plansAtOnce)) {
    const outcomes = new Map(some.map(({ place, outcome }) => [place, outcome]))
    await whileUnready(parts, key, (work) =>
      changeItems(work, { ...key, places: [...outcomes.keys()] }, (row, place) => {
        const outcome = outcomes.get(place)
        return outcome === undefined ? row : itemWithOutcome(row, outcome)
      }),
    )
  }
}

/** Implements `JobStore.setReady`. */
export function setReady(
  parts: JobStoreParts,
  key: JobKey,
  { refused, ...planned }: RowCounts,
): Promise<Job | undefined> {
  return whileUnready(parts, key, async (work, stored) => {
    const { counts, preview } = stored.job
    const job = { ...stored.job, isReady: true, counts: { ...counts, refused }, preview: { ...preview, ...planned } }
    await writeJob(work, stored, { ...stored, job })
    return job
  })
}

/** Does a work while a job is a draft that waits for rows, whose row is locked. @returns undefined where it is not */
function whileUnready<Result>(
  parts: JobStoreParts,
  key: JobKey,
  act: (work: JobWork, stored: LockedJob) => Promise<Result>,
): Promise<Result | undefined> {
  return transactJob(parts, key.sellerId, async (work) => {
    const stored = await lockedJob(work.unit, key)
    return stored?.job.state === 'draft' && !stored.job.isReady ? act(work, stored) : undefined
  })
}
