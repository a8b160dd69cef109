import { allInList } from '#database/in-list'
import type { BoundStatement, SqlEngine, SqlRow } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import { emptyPreview, type Job, type JobItem, type JobStep, noCounts, stateAfter } from '#domain/jobs/job'
import type { AskedStep, ItemQuery, JobKey, JobListQuery, JobStore, NewJob } from '#domain/jobs/job-store'
import { ChainHead } from '#store/events/chain-head'
import {
  encodeJob,
  findJob,
  findJobOfSource,
  jobOfRow,
  listJobsBefore,
  listNewestJobs,
  listNewestOfKind,
  listOfKindBefore,
  type StoredJob,
} from '#store/tables/job'
import { itemOfRow, itemStateCode, listItems, listItemsAt, listItemsInState } from '#store/tables/job-item'
import type { LongWorks } from '#turns/long-works'
import { addTargets } from './add-targets.ts'
import { findMembersOf, type JobStoreParts, keyedDigests, openTargets, type TargetSource } from './job-targets.ts'
import { createJobTurns } from './job-turns.ts'
import { insertJobRow, transactJob, writeJob } from './job-work.ts'
import { lockedJob } from './locked-job.ts'
import { setPlans, setReady } from './row-plans.ts'

/** Keeps jobs. Of what they do, events of coupons tell; of who started and stopped them, events `job`. */
export function createJobStore(parts: JobStoreParts & Readonly<{ longWorks: LongWorks }>): JobStore {
  const { engine, longWorks } = parts
  const source = { ...parts, reader: engine.reader }
  return {
    ...createJobTurns(parts),
    createJob: (job) => create(parts, job),
    findMembersOf: (sellerId, targets) => findMembersOf(source, sellerId, targets),
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
    takeStep: (asked) => takeStep(parts, asked),
  }
}

async function opened(source: TargetSource, key: JobKey, rows: readonly SqlRow[]): Promise<readonly JobItem[]> {
  const items = rows.map(itemOfRow)
  const targets = await openTargets(source, key, items)
  return items.map(({ place, line, outcome }, index) => ({ place, line, outcome, target: targets[index] }))
}

function create(parts: JobStoreParts, asked: NewJob): ReturnType<JobStore['createJob']> {
  const { keyring } = parts
  const { sellerId, dueMs, sourceDigest, ...given } = asked
  const digests = sourceDigest === undefined ? [] : keyedDigests(keyring, sellerId, `job\0${sourceText(asked)}`)
  const job: Job = {
    ...given,
    sellerId,
    state: 'draft',
    preview: emptyPreview,
    counts: noCounts,
    startedBy: undefined,
    startedAtMs: undefined,
    endedAtMs: undefined,
    lastPlace: 0,
    donePlace: 0,
    begunPlace: 0,
  }
  const values = encodeJob({ job, sourceDigest: digests.at(0), dueMs })
  // Of two that insert the same digest at the same time, one runs again and finds the other.
  return transactJob(parts, sellerId, async (work) => {
    for (const digest of digests) {
      const [known] = (await work.unit.one(findJobOfSource({ sellerId, sourceDigest: digest }))) ?? []
      if (typeof known === 'string') return { kind: 'known', jobId: known } as const
    }
    insertJobRow(work, values)
    return { kind: 'created' } as const
  })
}

/** Another template may get the same list. */
function sourceText({ task, sourceDigest = '' }: NewJob): string {
  return `${task.kind}\0${task.kind === 'send' ? task.couponId : ''}\0${sourceDigest}`
}

async function list({ reader }: SqlEngine, { sellerId, kind, before, limit }: JobListQuery): Promise<readonly Job[]> {
  const found = (): BoundStatement => {
    if (before === undefined) {
      return kind === undefined ? listNewestJobs({ sellerId, limit }) : listNewestOfKind({ sellerId, kind, limit })
    }
    const range = { sellerId, beforeMs: before.createdAtMs, beforeId: before.jobId, limit }
    return kind === undefined ? listJobsBefore(range) : listOfKindBefore({ ...range, kind })
  }
  return (await reader.all(found())).map((row) => jobOfRow(row).job)
}

function itemList({ sellerId, jobId, state, afterPlace, throughPlace, limit }: ItemQuery): BoundStatement {
  const range = { sellerId, jobId, afterPlace, throughPlace: throughPlace ?? Number.MAX_SAFE_INTEGER, limit }
  return state === undefined ? listItems(range) : listItemsInState({ ...range, stateCode: itemStateCode(state) })
}

/** The row of the job comes first, as in every work on jobs: two that lock in different orders would wait for each other. */
function takeStep({ engine, keyring }: JobStoreParts, asked: AskedStep): ReturnType<JobStore['takeStep']> {
  const { sellerId, step, ...origin } = asked
  return transactUnit(engine, { sellerId }, async (unit) => {
    const head = new ChainHead({ unit, origin: { ...origin, sellerId }, keyring })
    const stored = await lockedJob(unit, asked)
    const state = stored && stateAfter(step, stored.job.state)
    if (stored === undefined || state === undefined) return { kind: 'refused', job: stored?.job } as const
    const changed = { ...stored, ...afterStep(stored, asked, { ...stored.job, state }) }
    await writeJob({ unit, head }, stored, changed)
    await head.append([{ kind: 'job', count: 1, after: JSON.stringify(told(changed.job, step)) }])
    head.close()
    return { kind: 'taken', job: changed.job } as const
  })
}

/** A program that has the job keeps its turn; otherwise the job is due at once. */
function afterStep(
  { dueMs, sourceDigest, job: before }: StoredJob,
  { step, actor, atMs }: AskedStep,
  job: Job,
): Partial<StoredJob> {
  switch (step) {
    case 'start':
      return { job: { ...job, startedBy: actor, startedAtMs: atMs }, dueMs: 0 }
    case 'pause':
      return { job }
    case 'resume':
      return { job, dueMs: dueMs ?? 0 }
    case 'finish':
      return { job: { ...job, endedAtMs: atMs } }
    case 'cancel': {
      // The list may be given again if nothing was begun.
      const isUnused = before.begunPlace === 0
      const ended = { ...job, endedAtMs: atMs }
      return {
        job: ended,
        dueMs: before.state === 'draft' ? 0 : (dueMs ?? 0),
        sourceDigest: isUnused ? undefined : sourceDigest,
      }
    }
  }
}

function told({ jobId, task, counts }: Job, step: JobStep) {
  const couponId = task.kind === 'send' ? task.couponId : undefined
  return { job_id: jobId, act: step, job: task.kind, coupon_id: couponId, ...counts }
}
