import { type Job, type JobTarget, type JobTask, listOfRefused } from '#domain/jobs/job'
import type { InvalidTarget, JobKey, JobStore, NewJob } from '#domain/jobs/job-store'
import type { Rule } from '#domain/rule'

type JobsOf = Readonly<{ jobs: Pick<JobStore, 'findJob' | 'findJobOfList' | 'listItemsAt'> }>

/** Why a send cannot be followed, as the rule that its id must meet. */
type NotFollowed = Readonly<{ kind: 'refused'; rule: Rule }>

export type SendOfList = Pick<NewJob, 'sourceDigest'> & Readonly<{ task: Extract<JobTask, { kind: 'send' }> }>

/**
 * What a send of the rows is that another one refused: the same template and terms, once. A second one is refused as a file is that was used.
 * @param nowMs of the seller's clock
 */
export async function followedSend(key: JobKey, nowMs: number, { jobs }: JobsOf): Promise<SendOfList | NotFollowed> {
  const job = await jobs.findJob(key)
  if (job?.task.kind !== 'send') return refused({ zh: '没有该发券任务', en: 'must be a send of the seller' })
  if (!isOver(job)) return refused({ zh: '任务尚未结束', en: 'must be a send that has ended' })
  if (isUnused(job)) {
    return refused({ zh: '任务没有开始，须重新创建', en: 'must be a send that was started: create this one again' })
  }
  if (job.counts.refused === 0) {
    return refused({ zh: '任务没有被拒绝的行', en: 'must be a send with refused rows' })
  }
  const follows = [job.jobId, ...(job.task.follows ?? [])]
  if (await isLate({ ...key, jobId: follows.at(-1) ?? job.jobId }, nowMs, { jobs })) {
    return refused({
      zh: '首次发送结束已超过 23 天，须用新名单',
      en: 'must not be a send whose first one ended more than 23 days ago: use a new list',
    })
  }
  return { task: { ...job.task, follows }, sourceDigest: listOfRefused(job.jobId) }
}

/** The members that a send gave coupons to are known for 30 days after its end, and a draft may be filled for 7. */
const followedMs = 23 * 86_400_000

/** @param first key of the send of the list */
async function isLate(first: JobKey, nowMs: number, { jobs }: JobsOf): Promise<boolean> {
  const { endedAtMs = 0 } = (await jobs.findJob(first)) ?? {}
  return nowMs >= endedAtMs + followedMs
}

function refused(rule: Rule): NotFollowed {
  return { kind: 'refused', rule }
}

function isOver({ state, begunPlace, donePlace }: Job): boolean {
  return (state === 'done' || state === 'cancelled') && begunPlace <= donePlace
}

/** A discarded send frees its list for another one. If both were followed, the sends after them could give the same member coupons twice. */
function isUnused({ state, begunPlace, counts }: Job): boolean {
  return state === 'cancelled' && begunPlace === 0 && counts.done === 0
}

/**
 * What becomes of the refused rows of a send: the send that sends them again, or that it is too late for one.
 * @param nowMs of the seller's clock
 */
export async function followUpOf(
  job: Job,
  nowMs: number,
  { jobs }: JobsOf,
): Promise<Readonly<{ followedByJobId?: string | undefined; followTooLate?: boolean | undefined }>> {
  const { task, sellerId, jobId } = job
  if (task.kind !== 'send' || !isOver(job) || isUnused(job) || job.counts.refused === 0) return {}
  const followedByJobId = await jobs.findJobOfList(sellerId, { task, sourceDigest: listOfRefused(jobId) })
  if (followedByJobId !== undefined) return { followedByJobId }
  const isTooLate = await isLate({ sellerId, jobId: task.follows?.at(-1) ?? jobId }, nowMs, { jobs })
  return { followTooLate: isTooLate || undefined }
}

type Again = JobKey & Readonly<{ places: readonly string[] }>

/** The members of rows that the send before this one refused, with their lines; one for each place. */
export async function targetsAgain(
  { places, ...key }: Again,
  { jobs }: JobsOf,
): Promise<readonly ((JobTarget | InvalidTarget) & Readonly<{ line?: number | undefined }>)[]> {
  if (places.length === 0) return []
  const job = await jobs.findJob(key)
  const [jobId] = job?.task.kind === 'send' ? (job.task.follows ?? []) : []
  const numbers = places.map(Number).filter((place) => Number.isSafeInteger(place) && place > 0)
  const items = jobId === undefined ? [] : await jobs.listItemsAt({ ...key, jobId }, numbers)
  const refusedItems = new Map(items.map((item) => [item.place, item] as const))
  return places.map((text) => {
    const item = refusedItems.get(Number(text))
    if (item?.outcome.state !== 'refused' || item.target === undefined) return { kind: 'invalid', line: item?.line }
    return { ...item.target, line: item.line ?? item.place }
  })
}
