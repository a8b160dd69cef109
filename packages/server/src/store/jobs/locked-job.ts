import type { SqlRow } from '#database/sql-engine'
import type { UnitOfWork } from '#database/unit-of-work'
import type { JobKey } from '#domain/jobs/job-store'
import { findJob, jobOfRow, lockJob, type StoredJob } from '#store/tables/job'

/** A job with its row as it was read, which an audit compares with a sum. */
export type LockedJob = StoredJob & Readonly<{ row: SqlRow }>

/** The row of a job, locked until the end of the transaction, since turns begin and end without a lock of the seller. That is locked before. */
export async function lockedJob(unit: UnitOfWork, { sellerId, jobId }: JobKey): Promise<LockedJob | undefined> {
  await unit.run(lockJob({ sellerId, jobId }))
  const row = await unit.one(findJob({ sellerId, jobId }))
  return row && { ...jobOfRow(row), row }
}
