import { listsOf } from '#database/in-list'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { Job } from '#domain/jobs/job'
import type { DoneItem, JobKey, RowCounts } from '#domain/jobs/job-store'
import { changeJob, encodeJobChange, type StoredJob } from '#store/tables/job'
import { encodeOutcome, setOutcome } from '#store/tables/job-item'
import { lockedJob } from './locked-job.ts'

/** Plans that one transaction stores. */
const plansAtOnce = 250

/** As `JobStore.setPlans`. */
export async function setPlans(engine: SqlEngine, key: JobKey, plans: readonly DoneItem[]): Promise<void> {
  for (const some of listsOf(plans, plansAtOnce)) {
    await whileUnready(engine, key, async (unit) => {
      for (const plan of some) await unit.run(setOutcome, encodeOutcome(key, plan))
    })
  }
}

/** As `JobStore.setReady`. */
export function setReady(engine: SqlEngine, key: JobKey, { refused, ...planned }: RowCounts): Promise<Job | undefined> {
  return whileUnready(engine, key, async (unit, stored) => {
    const { counts, preview } = stored.job
    const job = { ...stored.job, isReady: true, counts: { ...counts, refused }, preview: { ...preview, ...planned } }
    await unit.run(changeJob, encodeJobChange({ ...stored, job }))
    return job
  })
}

/** Does a work while a job is a draft that waits for rows, whose row is locked. @returns undefined where it is not */
function whileUnready<Result>(
  engine: SqlEngine,
  key: JobKey,
  work: (unit: UnitOfWork, stored: StoredJob) => Promise<Result>,
): Promise<Result | undefined> {
  return transactUnit(engine, { sellerId: key.sellerId }, async (unit) => {
    const stored = await lockedJob(unit, key)
    return stored?.job.state === 'draft' && !stored.job.isReady ? work(unit, stored) : undefined
  })
}
