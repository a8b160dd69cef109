import type { UnitOfWork } from '#database/unit-of-work'
import type { JobKey } from '#domain/jobs/job-store'
import { findJob, jobOfRow, lockJob, type StoredJob } from '#store/tables/job'

/** The row of a job, locked until the end of the transaction. */
export async function lockedJob(unit: UnitOfWork, { sellerId, jobId }: JobKey): Promise<StoredJob | undefined> {
  await unit.lock(lockJob, [sellerId, jobId])
  const row = await unit.one(findJob, [sellerId, jobId])
  return row && jobOfRow(row)
}
