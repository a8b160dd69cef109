import type { CouponReader } from '#domain/coupon/coupon-store'
import {
  type CouponTask,
  emptyPreview,
  type ItemRefusal,
  isImport,
  type Job,
  type JobPreview,
  type JobTarget,
  maxTargets,
  type RefusedItem,
} from '#domain/jobs/job'
import type {
  AddedTargets,
  GivenTarget,
  InvalidTarget,
  JobKey,
  JobStore,
  NewJob,
  RefusedAdding,
} from '#domain/jobs/job-store'
import { answerOnce } from '#domain/lifecycle/answer-once'
import {
  type LifecycleReader,
  type LifecycleStore,
  runAct,
  type WriteCall,
  type WriteRequest,
  type Written,
} from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberNumber } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'
import type { CouponSearcher, SearchFilter } from '#domain/search/coupon-search'
import { walkCoupons } from '#domain/search/search-coupons'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import type { TemplateReader } from '#domain/templates/template-store'
import { draftJob } from './draft-job.ts'
import { planCoupon } from './job-acts.ts'
import { otherNumbers, sentBefore } from './sent-before.ts'
import { requestOfStep, type Stepper, type StepRefusal, stepJob } from './step-job.ts'

export type PrepareParts = Readonly<{
  jobs: JobStore
  lifecycle: LifecycleStore
  /** Reads single coupons. */
  coupons: LifecycleReader
  searcher: CouponSearcher
  reader: CouponReader
  shops: ShopGroupReader
  templates: TemplateReader
  members: MemberReader
}>

/** The coupons that a job changes: these, or all that match. */
export type ChosenCoupons =
  | Readonly<{ kind: 'codes'; couponCodes: readonly string[] }>
  | Readonly<{ kind: 'filter'; filter: SearchFilter }>

type CouponJob = NewJob & Readonly<{ task: CouponTask }>

type Drafting = Readonly<{
  draft: CouponJob
  chosen: ChosenCoupons
  /** Its number is used once the draft is full, so what failed or was too large is tried anew under the same number. */
  request: WriteRequest
}>

/**
 * Drafts a job that changes coupons, with all of them, and tries out what it would do. Coupons issued later are not part of it. A draft that
 * could not be filled, and that of the slower one of two equal requests, is cancelled.
 * @param drafting.draft not ready
 * @returns the draft of the request's number
 */
export async function draftCouponJob(
  { draft, chosen, request }: Drafting,
  parts: PrepareParts,
): Promise<Written<Pick<NewJob, 'jobId'>, 'too-many'>> {
  const { lifecycle } = parts
  const { jobId } = draft
  await runAct(draftJob, { lifecycle, request: { ...request, outRequestNo: { own: `draft ${jobId}` } }, draft })
  let isKept = false
  try {
    if (!(await fill(draft, chosen, parts))) return { kind: 'refused', refusal: 'too-many' }
    const written = await runAct(answerOnce<Pick<NewJob, 'jobId'>>(), { lifecycle, request, answer: { jobId } })
    isKept = written.kind === 'done' && written.answer.jobId === jobId
    return written
  } finally {
    if (!isKept) await cancel(draft, parts)
  }
}

/** @returns whether all chosen coupons are in the draft: it has room for so many */
async function fill(draft: CouponJob, chosen: ChosenCoupons, parts: PrepareParts): Promise<boolean> {
  const { jobs } = parts
  const { sellerId, jobId, task, createdAtMs: nowMs } = draft
  let offset = 0
  for await (const block of blocksOf(chosen, { ...parts, sellerId, nowMs })) {
    if (offset + block.length > maxTargets) return false
    const targets = block.map(({ couponCode, coupon }): GivenTarget => {
      const outcome = planCoupon(task, coupon, nowMs)
      return { kind: 'coupon', couponCode, memberNos: [], isOverLimit: false, outcome }
    })
    await add(jobs, { sellerId, jobId, offset, targets, isLast: false })
    offset += block.length
  }
  await add(jobs, { sellerId, jobId, offset, targets: [], isLast: true })
  return true
}

type Block = readonly Readonly<{ couponCode: string; coupon: StoredCoupon | undefined }>[]

async function* blocksOf(
  chosen: ChosenCoupons,
  parts: PrepareParts & Readonly<{ sellerId: string; nowMs: number }>,
): AsyncGenerator<Block, void, undefined> {
  if (chosen.kind === 'codes') {
    yield withCoupons([...new Set(chosen.couponCodes)], parts)
    return
  }
  for await (const coupons of walkCoupons({ ...parts, filter: chosen.filter })) {
    yield coupons.map((coupon) => ({ couponCode: coupon.terms.couponCode, coupon }))
  }
}

async function withCoupons(
  codes: readonly string[],
  { coupons, sellerId }: Pick<PrepareParts, 'coupons'> & Readonly<{ sellerId: string }>,
): Promise<Block> {
  const found = new Map((await coupons.findCoupons(sellerId, codes)).map((coupon) => [coupon.terms.couponCode, coupon]))
  return codes.map((couponCode) => ({ couponCode, coupon: found.get(couponCode) }))
}

async function cancel(draft: CouponJob, { lifecycle }: PrepareParts): Promise<void> {
  const { jobId, createdBy: actor, createdAtMs: nowMs } = draft
  const request = requestOfStep(draft, { step: 'cancel', actor, nowMs })
  await runAct(stepJob, { lifecycle, request, jobId, step: 'cancel', by: { actor } })
}

async function add(jobs: JobStore, part: AddedTargets): Promise<void> {
  const outcome = await jobs.addTargets(part)
  if (outcome.kind !== 'added') throw new Error(`a draft takes no coupons: ${outcome.kind}`)
}

/** A target, and the line of the file that it is from. */
type LinedTarget = JobTarget & Readonly<{ line?: number | undefined }>
type Part = JobKey & Readonly<{ offset: number; targets: readonly (LinedTarget | InvalidTarget)[] }>

/** Adds members to the draft of a send, and finds out which of them are known and have as many coupons as they may. */
export async function addMembers(
  { targets: given, ...part }: Part,
  { jobs, templates, members }: Pick<PrepareParts, 'jobs' | 'templates' | 'members'>,
): Promise<Readonly<{ kind: 'added'; job: Job }> | RefusedAdding> {
  const { sellerId } = part
  const job = await jobs.findJob(part)
  if (job === undefined) return { kind: 'unknown' }
  const { task } = job
  if (task.kind !== 'send') return { kind: 'no-draft' }
  const valid = given.filter((target) => target.kind !== 'invalid')
  const membersOf = await jobs.findMembersOf(sellerId, valid)
  const named = new Map(valid.map((target, index) => [target, membersOf[index] ?? []] as const))
  const others = await otherNumbers(sellerId, named, { jobs, members })
  const sent = await sentBefore(job, { named, others }, { jobs, members })
  const limit = (await templates.findTemplate(sellerId, task.couponId))?.terms.memberTotal
  const claims = limit === undefined ? undefined : await members.countClaims(sellerId, [...new Set(membersOf.flat())])
  const mayClaim = (memberNo: MemberNumber) =>
    limit === undefined || (claims?.get(memberNo)?.get(task.couponId) ?? 0) + task.count <= limit
  const targets = given.map((target): GivenTarget => {
    if (target.kind === 'invalid') return target
    const memberNos = named.get(target) ?? []
    const outcome = sent.has(target) ? alreadySent : undefined
    const isOverLimit = !memberNos.every(mayClaim)
    return { ...target, memberNos, otherNumbers: others.get(target), isOverLimit, outcome }
  })
  return jobs.addTargets({ ...part, targets, isLast: false })
}

const alreadySent: RefusedItem = { state: 'refused', refusal: 'already-sent' }

type Start = WriteCall &
  Readonly<{
    jobId: string
    by: Stepper
    /** The number that the operator typed. */
    confirmed: number
  }>

/**
 * Starts a draft, if the operator typed how many of its items will change. What coupons became since the draft was made is found by another
 * dry run, which the job has then if it finds another number.
 */
export async function startJob(
  { confirmed: count, jobId, by, lifecycle, request }: Start,
  parts: Pick<PrepareParts, 'jobs' | 'coupons'>,
): Promise<Written<null, StepRefusal>> {
  const key = { sellerId: request.sellerId, jobId }
  const found = await parts.jobs.findJob(key)
  const preview = found && (await previewNow(found, request.nowMs, parts))
  const confirmed = { count, preview }
  const written = await runAct(stepJob, { lifecycle, request, jobId, step: 'start', by, confirmed })
  const isOther = written.kind === 'refused' && written.refusal.kind === 'not-confirmed'
  if (isOther && preview !== undefined) await parts.jobs.setPreview(key, preview)
  return written
}

/** Items of one look, between two turns of other calls. */
const previewPage = 200

/** @returns undefined for a job whose preview stays */
async function previewNow(
  { sellerId, jobId, task, state, isReady, lastPlace }: Job,
  nowMs: number,
  { jobs, coupons }: Pick<PrepareParts, 'jobs' | 'coupons'>,
): Promise<JobPreview | undefined> {
  if (task.kind === 'send' || isImport(task) || state !== 'draft' || !isReady) return undefined
  let unchanged = 0
  const refused = new Map<ItemRefusal, number>()
  for (let afterPlace = 0; afterPlace < lastPlace; afterPlace += previewPage) {
    await jobs.turn()
    const throughPlace = afterPlace + previewPage
    const items = await jobs.listItems({
      sellerId,
      jobId,
      state: 'pending',
      afterPlace,
      throughPlace,
      limit: previewPage,
    })
    const codes = items.flatMap(({ target }) => (target?.kind === 'coupon' ? [target.couponCode] : []))
    if (codes.length === 0) continue
    for (const { coupon } of await withCoupons(codes, { coupons, sellerId })) {
      const outcome = planCoupon(task, coupon, nowMs)
      if (outcome === 'unchanged') unchanged += 1
      else if (outcome !== undefined) refused.set(outcome, (refused.get(outcome) ?? 0) + 1)
    }
  }
  return { ...emptyPreview, unchanged, refused: Object.fromEntries(refused) }
}
