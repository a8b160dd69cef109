import type { SqlEngine, SqlRow, SqlValue } from '#database/sql-engine'
import { allInList } from '#database/table'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { JobKey } from '#domain/jobs/job-store'
import { ChainHead } from '#store/events/chain-head'
import { summedItems, summedJobs } from '#store/events/table-sums'
import type { Keyring } from '#store/keys/keyring'
import { changedJobRow, changeJob, findJob, insertJob, jobOfRow, lockJob, type StoredJob } from '#store/tables/job'
import { deleteItems, insertItem, listItemsAt, placeOfItem } from '#store/tables/job-item'

/** A transaction over jobs, and the head of the seller with the sums over their rows. */
export type JobWork = Readonly<{ unit: UnitOfWork; head: ChainHead }>

/** Runs a work that writes no event, under the lock of the seller. */
export function transactJob<Result>(
  { engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>,
  sellerId: string,
  work: (parts: JobWork) => Promise<Result>,
): Promise<Result> {
  return transactUnit(engine, { sellerId }, async (unit) => {
    const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
    const head = new ChainHead({ unit, origin, keyring })
    await head.lockStored()
    const result = await work({ unit, head })
    head.close()
    return result
  })
}

/** A job with its row as it was read, which an audit compares with a sum. */
export type LockedJob = StoredJob & Readonly<{ row: SqlRow }>

/** The row of a job, locked until the end of the transaction, since turns begin and end without a lock of the seller. That is locked before. */
export async function lockedJob(unit: UnitOfWork, { sellerId, jobId }: JobKey): Promise<LockedJob | undefined> {
  await unit.run(lockJob({ sellerId, jobId }))
  const row = await unit.one(findJob({ sellerId, jobId }))
  return row && { ...jobOfRow(row), row }
}

/** @param row the values of `encodeJob` */
export function insertJobRow({ unit, head }: JobWork, row: readonly SqlValue[]): void {
  unit.insert(insertJob.text, [row])
  head.changeTable(summedJobs, { added: [row] })
}

/** Changes the row of a locked job. */
export async function writeJob({ unit, head }: JobWork, { row }: LockedJob, changed: StoredJob): Promise<void> {
  await unit.run(changeJob(changed))
  head.changeTable(summedJobs, { added: [changedJobRow(row, changed)], removed: [row] })
}

/** @param rows the values of `encodeItem` */
export function insertItemRows({ unit, head }: JobWork, rows: readonly (readonly SqlValue[])[]): void {
  if (rows.length === 0) return
  unit.insert(insertItem.text, rows)
  head.changeTable(summedItems, { added: rows })
}

/**
 * Changes items of a locked job, in three statements: over a network a statement for each item would take ten times as long.
 * @param changed a row with all columns as it is to be; its key stays
 */
export async function changeItems(
  { unit, head }: JobWork,
  { sellerId, jobId, places }: JobKey & Readonly<{ places: readonly number[] }>,
  changed: (row: SqlRow, place: number) => SqlRow,
): Promise<void> {
  const removed = await allInList(unit, listItemsAt, { sellerId, jobId, places })
  if (removed.length === 0) return
  await unit.run(deleteItems({ sellerId, jobId, places }))
  const added = removed.map((row) => changed(row, placeOfItem(row)))
  unit.insert(insertItem.text, added)
  head.changeTable(summedItems, { added, removed })
}
