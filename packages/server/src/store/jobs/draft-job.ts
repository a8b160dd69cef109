import { allInList, listsOf } from '#database/table'
import type { UnitOfWork } from '#database/unit-of-work'
import { type Job, type JobCounts, type JobPreview, maxTargets } from '#domain/jobs/job'
import type { AddedTargets, DoneItem, JobKey, JobStore, NewJob, RowCounts } from '#domain/jobs/job-store'
import { phoneKindOf } from '#domain/phone'
import type { Keyring } from '#store/keys/keyring'
import { findJobOfSource } from '#store/tables/job'
import { digestOfRow, encodeItem, findItemDigests, itemWithOutcome } from '#store/tables/job-item'
import { type JobStoreParts, keyedDigests, type SealedItem, sealTargets, type TargetSource } from './job-targets.ts'
import {
  changeItems,
  insertItemRows,
  type JobWork,
  type LockedJob,
  lockedJob,
  transactJob,
  writeJob,
} from './job-work.ts'

/** Adds a part of the targets. Repeated with the offset that it had, it is refused and names how far the job is. */
export async function addTargets(parts: JobStoreParts, added: AddedTargets): ReturnType<JobStore['addTargets']> {
  const { engine } = parts
  const sealed = await sealTargets({ ...parts, reader: engine.reader }, added, added)
  return transactJob(parts, added.sellerId, async (work) => {
    const { unit } = work
    const stored = await lockedJob(unit, added)
    if (stored === undefined) return { kind: 'unknown' } as const
    const { job } = stored
    if (job.state !== 'draft' || (job.isReady && job.task.kind !== 'send')) return { kind: 'no-draft' } as const
    if (job.lastPlace !== added.offset) return { kind: 'other-offset', offset: job.lastPlace } as const
    if (job.lastPlace + sealed.length > maxTargets) return { kind: 'too-many' } as const
    const fresh = freshTargets(sealed, await knownDigests(unit, added, sealed))
    insertItemRows(
      work,
      fresh.map(({ item }) => encodeItem(added, item)),
    )
    const changed = withAdded(job, { fresh, given: sealed.length, isLast: added.isLast })
    await writeJob(work, stored, { ...stored, job: changed })
    return { kind: 'added', job: changed } as const
  })
}

/** Targets without those that were given before. @param known digests of targets that the job has; those of these are added */
export function freshTargets(sealed: readonly SealedItem[], known = new Set<string>()): readonly SealedItem[] {
  return sealed.filter(({ digests }) => {
    if (digests.some((digest) => known.has(digest))) return false
    for (const digest of digests) known.add(digest)
    return true
  })
}

async function knownDigests(
  unit: UnitOfWork,
  { sellerId, jobId }: JobKey,
  sealed: readonly SealedItem[],
): Promise<Set<string>> {
  const list = sealed.flatMap(({ digests }) => digests.map((digest) => Buffer.from(digest, 'hex')))
  const rows = await allInList(unit, findItemDigests, { sellerId, jobId, targetDigests: list })
  return new Set(rows.map(digestOfRow))
}

type Fresh = Readonly<{ fresh: readonly SealedItem[]; given: number; isLast: boolean }>

/** A job with more targets. @param added.given how many were given, duplicates included */
export function withAdded(job: Job, { fresh, given, isLast }: Fresh): Job {
  return {
    ...job,
    isReady: job.isReady || isLast,
    lastPlace: job.lastPlace + given,
    counts: countsWith(job.counts, fresh),
    preview: previewWith(job.preview, { fresh, given, isLast }),
  }
}

function countsWith(counts: JobCounts, fresh: readonly SealedItem[]): JobCounts {
  const refused = fresh.filter(({ item }) => item.outcome.state === 'refused').length
  return { ...counts, total: counts.total + fresh.length, refused: counts.refused + refused }
}

function previewWith(preview: JobPreview, { fresh, given }: Fresh): JobPreview {
  const refused = new Map(Object.entries(preview.refused))
  let { unchanged, created, knownMembers, landlines, foreign, overLimit } = preview
  const { repeated } = preview
  for (const { given: target } of fresh) {
    if (target.kind === 'invalid') continue
    if (target.memberNos.length > 0) knownMembers += 1
    const phoneKind = target.kind === 'phone' ? phoneKindOf(target.phone) : undefined
    if (phoneKind === 'landline') landlines += 1
    if (phoneKind === 'foreign') foreign += 1
    if (target.isOverLimit) overLimit += 1
    if (target.outcome === 'unchanged') unchanged += 1
    else if (target.outcome === 'created') created += 1
    else if (typeof target.outcome === 'string') refused.set(target.outcome, (refused.get(target.outcome) ?? 0) + 1)
  }
  const duplicates = preview.duplicates + given - fresh.length
  const counts = { duplicates, knownMembers, landlines, foreign, overLimit, repeated, unchanged, created }
  return { ...counts, refused: Object.fromEntries(refused) }
}

/** Plans that one transaction stores. */
const plansAtOnce = 250

/** Implements `JobStore.setPlans`. */
export async function setPlans(parts: JobStoreParts, key: JobKey, plans: readonly DoneItem[]): Promise<void> {
  for (const some of listsOf(plans, plansAtOnce)) {
    const outcomes = new Map(some.map(({ place, outcome }) => [place, outcome]))
    await whileUnready(parts, key, (work) =>
      changeItems(work, { ...key, places: [...outcomes.keys()] }, (row, place) => {
        const outcome = outcomes.get(place)
        return outcome === undefined ? row : itemWithOutcome(row, outcome)
      }),
    )
  }
}

/** Implements `JobStore.setReady`. */
export function setReady(
  parts: JobStoreParts,
  key: JobKey,
  { refused, ...planned }: RowCounts,
): Promise<Job | undefined> {
  return whileUnready(parts, key, async (work, stored) => {
    const { counts, preview } = stored.job
    const job = { ...stored.job, isReady: true, counts: { ...counts, refused }, preview: { ...preview, ...planned } }
    await writeJob(work, stored, { ...stored, job })
    return job
  })
}

/** Does a work while a job is a draft that waits for rows, whose row is locked. @returns undefined where it is not */
function whileUnready<Result>(
  parts: JobStoreParts,
  key: JobKey,
  act: (work: JobWork, stored: LockedJob) => Promise<Result>,
): Promise<Result | undefined> {
  return transactJob(parts, key.sellerId, async (work) => {
    const stored = await lockedJob(work.unit, key)
    return stored?.job.state === 'draft' && !stored.job.isReady ? act(work, stored) : undefined
  })
}

type ListOfJob = Pick<NewJob, 'task' | 'sourceDigest'>

/** The job that used a list for a task. */
export async function findJobOfList(
  { reader, keyring }: Pick<TargetSource, 'reader' | 'keyring'>,
  sellerId: string,
  list: ListOfJob,
): Promise<string | undefined> {
  for (const sourceDigest of digestsOfList({ keyring }, sellerId, list)) {
    const [known] = (await reader.one(findJobOfSource({ sellerId, sourceDigest }))) ?? []
    if (typeof known === 'string') return known
  }
  return undefined
}

/** Names of the list of a job, if it has one, the present one first. Another template may get the same list. */
export function digestsOfList(
  { keyring }: Readonly<{ keyring: Keyring }>,
  sellerId: string,
  { task, sourceDigest }: ListOfJob,
): readonly Uint8Array[] {
  if (sourceDigest === undefined) return []
  const list = `${task.kind}\0${task.kind === 'send' ? task.couponId : ''}\0${sourceDigest}`
  return keyedDigests(keyring, sellerId, `job\0${list}`)
}
