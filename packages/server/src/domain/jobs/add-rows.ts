import { isImport, type Job, type RowValues } from './job.ts'
import type { JobKey, JobStore, RefusedAdding } from './job-store.ts'
import { planRepeated } from './plan-repeated.ts'
import { type PlanParts, planRows } from './plan-rows.ts'
import { normalisedValues } from './read-row.ts'

type Part = JobKey &
  Readonly<{
    offset: number
    rows: readonly Readonly<{ line: number; values: RowValues }>[]
    isLast: boolean
    nowMs: number
  }>

/** Adds rows of a file to the draft of an import, and tries out what it would do with them. Those that are refused are left out of it. */
export async function addRows(
  { rows, isLast, nowMs, ...part }: Part,
  { jobs, ...parts }: PlanParts & Readonly<{ jobs: JobStore }>,
): Promise<Readonly<{ kind: 'added'; job: Job }> | RefusedAdding> {
  const { sellerId } = part
  const job = await jobs.findJob(part)
  if (job === undefined) return { kind: 'unknown' }
  if (!isImport(job.task)) return { kind: 'no-draft' }
  const targets = rows.map(({ values }) => ({ kind: 'row', values: normalisedValues(values) }) as const)
  const planned = await planRows(
    job.task,
    targets.map(({ values }) => values),
    { ...parts, sellerId, nowMs },
  )
  const named = await jobs.findMembersOf(sellerId, targets)
  const given = targets.map((target, index) => ({
    ...target,
    line: rows[index]?.line,
    memberNos: named[index] ?? [],
    isOverLimit: false,
    outcome: planned[index],
  }))
  const added = await jobs.addTargets({ ...part, targets: given, isLast: false })
  return added.kind === 'added' && isLast ? planRepeated(added.job, { ...parts, jobs, nowMs }) : added
}
