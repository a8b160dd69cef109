import type { BoundStatement, SqlEngine, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Job, JobItem } from '#domain/jobs/job'
import type { ItemQuery, JobKey, JobListQuery, JobStore } from '#domain/jobs/job-store'
import {
  findJob,
  jobOfRow,
  listJobsBefore,
  listNewestJobs,
  listNewestOfKind,
  listNewestOfPerson,
  listOfKindBefore,
  listOfPersonBefore,
} from '#store/tables/job'
import { itemOfRow, itemStateCode, listItems, listItemsAt, listItemsInState } from '#store/tables/job-item'
import type { LongWorks } from '#turns/task-queues'
import { addTargets, findJobOfList, setPlans, setReady } from './draft-job.ts'
import { createJobLeases } from './job-leases.ts'
import { findMembersOf, findSent, type JobStoreParts, openTargets, type TargetSource } from './job-targets.ts'
import { lockedJob, transactJob, writeJob } from './job-work.ts'

/** Keeps jobs. Of what they do, events of coupons tell; of who started and stopped them, events `job`. */
export function createJobStore(parts: JobStoreParts & Readonly<{ longWorks: LongWorks }>): JobStore {
  const { engine, longWorks } = parts
  const source = { ...parts, reader: engine.reader }
  return {
    ...createJobLeases(parts),
    findMembersOf: (sellerId, targets) => findMembersOf(source, sellerId, targets),
    findSent: (sellerId, sent) => findSent(source, sellerId, sent),
    findJobOfList: (sellerId, given) => findJobOfList(source, sellerId, given),
    addTargets: (added) => addTargets(parts, added),
    setPlans: (key, plans) => setPlans(parts, key, plans),
    setReady: (key, counts) => setReady(parts, key, counts),
    setPreview: (key, preview) =>
      transactJob(parts, key.sellerId, async (work) => {
        const stored = await lockedJob(work.unit, key)
        if (stored?.job.state !== 'draft') return false
        await writeJob(work, stored, { ...stored, job: { ...stored.job, preview } })
        return true
      }),
    async findJob({ sellerId, jobId }) {
      const row = await engine.reader.one(findJob({ sellerId, jobId }))
      return row && jobOfRow(row).job
    },
    listJobs: (query) => list(engine, query),
    async listItems(query) {
      return opened(source, query, await engine.reader.all(itemList(query)))
    },
    async listItemsAt(key, places) {
      const { sellerId, jobId } = key
      const rows = await allInList(engine.reader, listItemsAt, { sellerId, jobId, places })
      return opened(source, key, rows)
    },
    turn: () => longWorks.turn(),
  }
}

async function opened(source: TargetSource, key: JobKey, rows: readonly SqlRow[]): Promise<readonly JobItem[]> {
  const items = rows.map(itemOfRow)
  const targets = await openTargets(source, key, items)
  return items.map(({ place, line, outcome }, index) => ({ place, line, outcome, target: targets[index] }))
}

async function list({ reader }: SqlEngine, query: JobListQuery): Promise<readonly Job[]> {
  const { sellerId, kind, createdBy, before, limit } = query
  const found = (): BoundStatement => {
    if (before === undefined) {
      if (createdBy !== undefined) return listNewestOfPerson({ sellerId, createdBy, limit })
      return kind === undefined ? listNewestJobs({ sellerId, limit }) : listNewestOfKind({ sellerId, kind, limit })
    }
    const range = { sellerId, beforeMs: before.createdAtMs, beforeId: before.jobId, limit }
    if (createdBy !== undefined) return listOfPersonBefore({ ...range, createdBy })
    return kind === undefined ? listJobsBefore(range) : listOfKindBefore({ ...range, kind })
  }
  return (await reader.all(found())).map((row) => jobOfRow(row).job)
}

function itemList({ sellerId, jobId, state, afterPlace, throughPlace, limit }: ItemQuery): BoundStatement {
  const range = { sellerId, jobId, afterPlace, throughPlace: throughPlace ?? Number.MAX_SAFE_INTEGER, limit }
  return state === undefined ? listItems(range) : listItemsInState({ ...range, stateCode: itemStateCode(state) })
}
