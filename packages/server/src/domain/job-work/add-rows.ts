import { isImport, type Job, type RowOfFile, type RowTarget, type RowValues } from '#domain/jobs/job'
import type { JobKey, JobStore, RefusedAdding } from '#domain/jobs/job-store'
import { invalidRow, normalisedValues } from '#domain/jobs/read-row'
import { endedBefore, planRepeated } from './plan-repeated.ts'
import { createRowTrial, type PlanParts } from './plan-rows.ts'

type Part = JobKey &
  Readonly<{
    offset: number
    rows: readonly Readonly<{ line: number; values: RowValues; file?: RowOfFile | undefined }>[]
    isLast: boolean
    nowMs: number
  }>

/**
 * Adds rows of a file to the draft of an import, and tries out what it would do with them. Those that are refused are left out of it. The end
 * of the rows may be repeated, without rows.
 */
export async function addRows(
  { rows, isLast, nowMs, ...part }: Part,
  parts: Omit<PlanParts, 'jobs'> & Readonly<{ jobs: JobStore }>,
): Promise<Readonly<{ kind: 'added'; job: Job }> | RefusedAdding> {
  const { jobs } = parts
  const { sellerId } = part
  const job = await jobs.findJob(part)
  if (job === undefined) return { kind: 'unknown' }
  if (!isImport(job.task)) return { kind: 'no-draft' }
  const targets = rows.map(({ values, file }): RowTarget => ({ kind: 'row', values: normalisedValues(values), file }))
  const trial = createRowTrial(job.task, { ...parts, sellerId, nowMs })
  const usable = targets.filter(({ file }) => file?.fault === undefined)
  const planned = (await trial(usable.map(({ values }) => values))).values()
  const named = await jobs.findMembersOf(sellerId, targets)
  const given = targets.map((target, index) => ({
    ...target,
    line: rows[index]?.line,
    memberNos: named[index] ?? [],
    isOverLimit: false,
    outcome:
      target.file?.fault === undefined ? planned.next().value : invalidRow({ field: '', rule: target.file.fault }),
  }))
  const added = await jobs.addTargets({ ...part, targets: given, isLast: false })
  const isEndOfAll = isLast && rows.length === 0 && part.offset === job.lastPlace
  if (added.kind === 'no-draft' && isEndOfAll) return endedBefore(part, jobs)
  return added.kind === 'added' && isLast ? planRepeated(added.job, { ...parts, nowMs }) : added
}
