import { type ImportTask, type ItemOutcome, isImport, type Job, type JobItem, type RowValues } from '#domain/jobs/job'
import type { JobKey, JobStore } from '#domain/jobs/job-store'
import { RowGroups } from '#domain/jobs/read-row'
import { createRowTrial, type PlannedRow, type PlanParts } from './plan-rows.ts'

/** Items of one look, between two turns of other calls. */
const pageSize = 200
/** Rows that are read and tried out at a time. */
const sliceSize = 500

type Parts = Omit<PlanParts, 'jobs'> & Readonly<{ jobs: JobStore; nowMs: number }>

type Ended = Readonly<{ kind: 'added'; job: Job }> | Readonly<{ kind: 'no-draft' }>

/**
 * Ends the rows of an import, which may be started then. Rows that name the same member, phone, card or code as others are tried out
 * again, together and in order, since each part of the file was tried out without the others. Repeated, it ends the same, also after a crash
 * or beside another that still runs.
 * @param job a draft with all its rows
 */
export async function planRepeated(job: Job, parts: Parts): Promise<Ended> {
  const { task, sellerId } = job
  if (!isImport(task)) throw new TypeError(`a ${task.kind} has no rows`)
  const { groups, tally } = await lookThrough(job, task, parts)
  for (const places of together(groups)) {
    const trial = createRowTrial(task, { ...parts, sellerId })
    for (let start = 0; start < places.length; start += sliceSize) {
      await parts.jobs.turn()
      const rows = rowsOf(await parts.jobs.listItemsAt(job, places.slice(start, start + sliceSize)))
      const planned = await trial(rows.map(({ values }) => values))
      const changed = rows.flatMap(({ place, outcome: before }, index) => {
        const outcome = outcomeOf(planned[index])
        tally.move(before, outcome)
        return JSON.stringify(before) === JSON.stringify(outcome) ? [] : [{ place, outcome }]
      })
      await parts.jobs.setPlans(job, changed)
    }
  }
  const repeated = groups.reduce((sum, { length }) => sum + length - 1, 0)
  const ready = await parts.jobs.setReady(job, { repeated, ...tally.counts() })
  return ready === undefined ? endedBefore(job, parts.jobs) : { kind: 'added', job: ready }
}

/** Answers a repeated call that ends the rows of an import and whose first answer was lost. */
export async function endedBefore(key: JobKey, jobs: Pick<JobStore, 'findJob'>): Promise<Ended> {
  const job = await jobs.findJob(key)
  return job?.state === 'draft' && job.isReady ? { kind: 'added', job } : { kind: 'no-draft' }
}

type Row = Readonly<{ place: number; outcome: ItemOutcome; values: RowValues }>

/** Those that lost their row with their member, and those whose values cannot be used, are left out. */
function rowsOf(items: readonly JobItem[]): readonly Row[] {
  return items.flatMap(({ place, outcome, target }) =>
    target?.kind === 'row' && target.file?.fault === undefined ? [{ place, outcome, values: target.values }] : [],
  )
}

async function lookThrough(job: Job, task: ImportTask, parts: Parts) {
  const { jobs } = parts
  const { sellerId, jobId, lastPlace } = job
  const [groups, tally] = [new RowGroups(), new Tally()]
  for (let afterPlace = 0; afterPlace < lastPlace; afterPlace += pageSize) {
    const throughPlace = Math.min(afterPlace + pageSize, lastPlace)
    const page = { sellerId, jobId, state: undefined, afterPlace, throughPlace, limit: pageSize }
    await jobs.turn()
    const items = await jobs.listItems(page)
    for (const { outcome } of items) tally.add(outcome)
    const rows = rowsOf(items)
    const targets = rows.map(({ values }) => ({ kind: 'row', values }) as const)
    const members = task.kind === 'import-members' ? await jobs.findMembersOf(sellerId, targets) : []
    for (const [index, { place, values }] of rows.entries()) groups.add(place, keysOf(task, values, members[index]))
  }
  return { groups: groups.groups(), tally }
}

function keysOf({ kind }: ImportTask, values: RowValues, memberNos: readonly number[] = []): readonly string[] {
  const { phone, cardNo, couponCode } = values
  const named = kind === 'import-coupons' ? { couponCode } : { phone, cardNo }
  const keys = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
  return [...keys, ...memberNos.map(String)]
}

/** Groups of places, as many as fill a slice; one that is larger is not divided. */
function* together(groups: readonly (readonly number[])[]): Generator<readonly number[], void, undefined> {
  let places: number[] = []
  for (const group of groups) {
    for (const place of group) places.push(place)
    if (places.length < sliceSize) continue
    yield places.toSorted((left, right) => left - right)
    places = []
  }
  if (places.length > 0) yield places.toSorted((left, right) => left - right)
}

function outcomeOf(planned: PlannedRow): ItemOutcome {
  return typeof planned === 'object' ? planned : { state: 'pending', planned }
}

/** Rows by what an import will do with them. */
class Tally {
  readonly #counts = { created: 0, unchanged: 0, refused: 0 }

  add(outcome: ItemOutcome, count = 1): void {
    const kind = outcome.state === 'pending' ? outcome.planned : outcome.state
    if (kind === 'created' || kind === 'unchanged' || kind === 'refused') this.#counts[kind] += count
  }

  move(from: ItemOutcome, to: ItemOutcome): void {
    this.add(from, -1)
    this.add(to)
  }

  counts(): Readonly<{ created: number; unchanged: number; refused: number }> {
    return this.#counts
  }
}
