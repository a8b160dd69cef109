import { forList } from '#database/in-list'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { Job, JobCounts } from '#domain/jobs/job'
import type { DoneBatch, DoneItem, JobStore, JobTurn } from '#domain/jobs/job-store'
import { keyOfNobody } from '#store/members/order-content'
import { changeJob, encodeJobChange, jobTurnOfRow, listDueJobs, moveJobTurn, type StoredJob } from '#store/tables/job'
import { encodeOutcome, findTargets, removeTargetOfNobody, removeTargets, setOutcome } from '#store/tables/job-item'
import { lockedJob } from './locked-job.ts'

type Turns = Pick<
  JobStore,
  'listDue' | 'takeTurn' | 'beginBatch' | 'saveBatch' | 'removeTargets' | 'endTurn' | 'endPausedTurn'
>

/** Jobs that one look gives. */
const maxDue = 100
/** Targets that one transaction removes. */
const maxRemoved = 256

/** Which program is at a job, and what it records. The mark of a turn is compared in each transaction. */
export function createJobTurns({ engine }: Readonly<{ engine: SqlEngine }>): Turns {
  const moveTurn = ({ sellerId, jobId, dueMs }: JobTurn, next: number | null) =>
    engine.transact(async (transaction) => (await transaction.run(moveJobTurn, [next, sellerId, jobId, dueMs])) === 1, {
      sellerId,
    })
  return {
    async listDue(nowMs) {
      return (await engine.reader.all(listDueJobs, [nowMs, maxDue])).map(jobTurnOfRow)
    },
    async takeTurn(turn, untilMs) {
      return (await moveTurn(turn, untilMs)) ? { ...turn, dueMs: untilMs } : undefined
    },
    beginBatch: (turn, begunPlace) =>
      inTurn(engine, turn, async (unit, stored) => {
        const { job } = stored
        return job.state === 'running' ? change(unit, stored, { ...job, begunPlace }) : job
      }),
    async saveBatch(turn, batch) {
      return inTurn(engine, turn, async (unit, stored) =>
        stored.job.donePlace === batch.fromPlace ? save(unit, stored, batch) : undefined,
      )
    },
    removeTargets: (turn) =>
      inTurn(engine, turn, async (unit) => {
        const { sellerId, jobId } = turn
        const rows = await unit.all(findTargets, [sellerId, jobId, maxRemoved])
        if (rows.length === 0) return true
        const list = rows.map(([place = null]) => place)
        await unit.run(...forList(removeTargets, { before: [sellerId, jobId], list }))
        return false
      }),
    async endTurn(turn, dueMs) {
      await moveTurn(turn, dueMs ?? null)
    },
    async endPausedTurn(turn) {
      await inTurn(engine, turn, async (unit, stored) => {
        const dueMs = stored.job.state === 'paused' ? undefined : 0
        await unit.run(changeJob, encodeJobChange({ ...stored, dueMs }))
      })
    },
  }
}

/** Does a work while the turn is this program's, whose row of the job is locked. @returns undefined where it is not */
function inTurn<Result>(
  engine: SqlEngine,
  turn: JobTurn,
  work: (unit: UnitOfWork, stored: StoredJob) => Promise<Result>,
): Promise<Result | undefined> {
  return transactUnit(engine, { sellerId: turn.sellerId }, async (unit) => {
    const stored = await lockedJob(unit, turn)
    return stored === undefined || stored.dueMs !== turn.dueMs ? undefined : work(unit, stored)
  })
}

async function change(unit: UnitOfWork, stored: StoredJob, job: Job): Promise<Job> {
  await unit.run(changeJob, encodeJobChange({ ...stored, job }))
  return job
}

/** Whatever the state became meanwhile: what was done is recorded, and no more is begun unless the job runs. */
async function save(
  unit: UnitOfWork,
  stored: StoredJob,
  { items, donePlace, begunPlace, dueMs }: DoneBatch,
): Promise<Job> {
  const { job } = stored
  for (const item of items) {
    await unit.run(setOutcome, encodeOutcome(job, item))
    // Its coupon or member has it from now on, so an erasure of that member must not leave it here.
    if (item.outcome.state === 'done' || item.outcome.state === 'unchanged') {
      await unit.run(removeTargetOfNobody, [keyOfNobody, job.sellerId, job.jobId, item.place])
    }
  }
  const changed = {
    ...job,
    counts: countsWith(job.counts, items),
    donePlace,
    begunPlace: job.state === 'running' ? begunPlace : donePlace,
  }
  await unit.run(changeJob, encodeJobChange({ ...stored, dueMs, job: changed }))
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
