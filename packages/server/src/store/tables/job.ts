import { numberOf, textOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import { emptyPreview, type Job, type JobState } from '#domain/jobs/job'
import type { JobLease } from '#domain/jobs/job-store'

const changedColumns = [
  'source_digest',
  'state_code',
  'is_ready',
  'started_by',
  'started_at_ms',
  'ended_at_ms',
  'preview_text',
  'total_count',
  'done_count',
  'unchanged_count',
  'refused_count',
  'last_place',
  'done_place',
  'begun_place',
  'due_ms',
] as const

export const jobTable = defineTable({
  name: 'job',
  key: ['seller_id', 'job_id'],
  columns: ['seller_id', 'job_id', 'kind', 'task_text', 'title', 'created_by', 'created_at_ms', ...changedColumns],
})

const { text: columns, at } = select(jobTable.columns)

export const insertJob = insertInto(jobTable)

/** A job as it is stored. */
export type StoredJob = Readonly<{
  job: Job
  sourceDigest: Uint8Array | undefined
  /** See `JobLease`. */
  dueMs: number | undefined
}>

/** The values of a new row. */
export function encodeJob({ job, sourceDigest, dueMs }: StoredJob): readonly SqlValue[] {
  return insertJob.encode({
    seller_id: job.sellerId,
    job_id: job.jobId,
    kind: job.task.kind,
    task_text: JSON.stringify(job.task),
    title: job.title,
    created_by: job.createdBy,
    created_at_ms: job.createdAtMs,
    ...changedCells({ job, sourceDigest, dueMs }),
  })
}

const changed = assign(changedColumns)

/** Changes the row of a job, which is locked before. */
export const changeJob = taking(
  sql`UPDATE job SET ${changed} WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')}`,
  (stored: StoredJob) => ({ ...changedCells(stored), sellerId: stored.job.sellerId, jobId: stored.job.jobId }),
)

/** The row that `changeJob` makes of a row with all columns. */
export function changedJobRow(row: SqlRow, stored: StoredJob): SqlRow {
  const values = changed.encode(changedCells(stored))
  const first = row.length - values.length
  return [...row.slice(0, first), ...values]
}

function changedCells({ job, sourceDigest, dueMs }: StoredJob) {
  const { counts } = job
  return {
    source_digest: sourceDigest,
    state_code: stateCodes[job.state],
    is_ready: job.isReady ? 1 : 0,
    started_by: job.startedBy,
    started_at_ms: job.startedAtMs,
    ended_at_ms: job.endedAtMs,
    preview_text: JSON.stringify(job.preview),
    total_count: counts.total,
    done_count: counts.done,
    unchanged_count: counts.unchanged,
    refused_count: counts.refused,
    last_place: job.lastPlace,
    done_place: job.donePlace,
    begun_place: job.begunPlace,
    due_ms: dueMs,
  }
}

const stateCodes: Readonly<Record<JobState, number>> = { draft: 0, running: 1, paused: 2, done: 3, cancelled: 4 }

const states = Object.keys(stateCodes) as readonly JobState[]

/** Decodes a row with all columns. */
export function jobOfRow(row: SqlRow): StoredJob {
  const state = states.at(Number(row[at.state_code]))
  if (state === undefined) throw new RangeError('a job in a state that this version does not know')
  const digest = row[at.source_digest]
  return {
    job: {
      sellerId: String(row[at.seller_id]),
      jobId: String(row[at.job_id]),
      // Only this program writes the texts, so their types are not checked.
      task: JSON.parse(String(row[at.task_text])),
      title: textOf(row[at.title]),
      state,
      isReady: row[at.is_ready] === 1,
      createdBy: String(row[at.created_by]),
      createdAtMs: Number(row[at.created_at_ms]),
      startedBy: textOf(row[at.started_by]),
      startedAtMs: numberOf(row[at.started_at_ms]),
      endedAtMs: numberOf(row[at.ended_at_ms]),
      preview: { ...emptyPreview, ...JSON.parse(String(row[at.preview_text])) },
      counts: {
        total: Number(row[at.total_count]),
        done: Number(row[at.done_count]),
        unchanged: Number(row[at.unchanged_count]),
        refused: Number(row[at.refused_count]),
      },
      lastPlace: Number(row[at.last_place]),
      donePlace: Number(row[at.done_place]),
      begunPlace: Number(row[at.begun_place]),
    },
    sourceDigest: digest instanceof Uint8Array ? digest : undefined,
    dueMs: numberOf(row[at.due_ms]),
  }
}

export const findJob = sql`SELECT ${columns} FROM job WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')}`

/** Locks the row until the end of the transaction. */
export const lockJob = sql`UPDATE job SET last_place = last_place WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')}`

/** The job that was given this list. */
export const findJobOfSource = sql`SELECT job_id FROM job WHERE seller_id = ${p.text('sellerId')} AND source_digest = ${p.bytes('sourceDigest')}`

/** The newest jobs. */
export const listNewestJobs = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

/** Jobs before that one, the newest first. */
export const listJobsBefore = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} AND created_at_ms <= ${p.number('beforeMs')} AND (created_at_ms < ${p.number('beforeMs')} OR job_id < ${p.text('beforeId')})
  ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

export const listNewestOfKind = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} AND kind = ${p.text('kind')} ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

/** Like `listJobsBefore`, with the kind after the seller. */
export const listOfKindBefore = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} AND kind = ${p.text('kind')} AND created_at_ms <= ${p.number('beforeMs')} AND (created_at_ms < ${p.number('beforeMs')} OR job_id < ${p.text('beforeId')})
  ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

export const listNewestOfPerson = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} AND created_by = ${p.text('createdBy')} ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

/** Like `listJobsBefore`, with the person after the seller. */
export const listOfPersonBefore = sql`SELECT ${columns} FROM job
  WHERE seller_id = ${p.text('sellerId')} AND created_by = ${p.text('createdBy')} AND created_at_ms <= ${p.number('beforeMs')} AND (created_at_ms < ${p.number('beforeMs')} OR job_id < ${p.text('beforeId')})
  ORDER BY created_at_ms DESC, job_id DESC LIMIT ${p.number('limit')}`

const lease = select(['seller_id', 'job_id', 'due_ms'])

/** Jobs of all sellers that are due, looked for seller by seller. */
export const listDueJobs = sql`SELECT ${lease.of('j')} FROM seller s
  CROSS JOIN job j ON j.seller_id = s.seller_id AND j.due_ms <= ${p.number('nowMs')} ORDER BY j.due_ms LIMIT ${p.number('limit')}`

/** Decodes a row of `listDueJobs`. */
export function jobLeaseOfRow(row: SqlRow): JobLease {
  const named = lease.named(row)
  return { sellerId: String(named.seller_id), jobId: String(named.job_id), dueMs: Number(named.due_ms) }
}

/** Statement of `JobStore.takeLease`. */
export const moveJobLease = sql`UPDATE job SET due_ms = ${p.numberOrNull('nextMs')} WHERE seller_id = ${p.text('sellerId')} AND job_id = ${p.text('jobId')} AND due_ms = ${p.number('dueMs')}`
