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
} from '#domain/jobs/job'
import type { GivenTarget, InvalidTarget, JobKey, JobStore, NewJob, RefusedAdding } from '#domain/jobs/job-store'
import type { LifecycleReader, LifecycleStore, WriteCall, Written } from '#domain/lifecycle/lifecycle-store'
import { runAct } from '#domain/lifecycle/run-act'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { MemberReader } from '#domain/members/member-store'
import type { CouponSearcher, SearchFilter } from '#domain/search/coupon-search'
import { walkCoupons } from '#domain/search/walk-coupons'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import type { TemplateReader } from '#domain/templates/template-store'
import { planCoupon } from './job-acts.ts'
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

type CouponJob = JobKey &
  Pick<NewJob, 'createdBy' | 'createdAtMs'> &
  Readonly<{ task: CouponTask; chosen: ChosenCoupons }>

/**
 * Fills the draft of a job that changes coupons, with all of them, and tries out what it would do. Coupons issued later are not part of it.
 */
export async function fillCouponJob(
  { chosen, ...asked }: CouponJob,
  parts: PrepareParts,
): Promise<Readonly<{ kind: 'drafted'; job: Job }> | Readonly<{ kind: 'too-many' }>> {
  const { jobs } = parts
  const { sellerId, task, createdAtMs: nowMs } = asked
  let offset = 0
  for await (const block of blocksOf(chosen, { ...parts, sellerId, nowMs })) {
    if (offset + block.length > maxTargets) return giveUp(asked, parts)
    const targets = block.map(({ couponCode, coupon }): GivenTarget => {
      const outcome = planCoupon(task, coupon, nowMs)
      return { kind: 'coupon', couponCode, memberNos: [], isOverLimit: false, outcome }
    })
    await added(jobs, { ...asked, offset, targets, isLast: false })
    offset += block.length
  }
  return { kind: 'drafted', job: await added(jobs, { ...asked, offset, targets: [], isLast: true }) }
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

async function giveUp(asked: Omit<CouponJob, 'chosen' | 'task'>, { lifecycle }: PrepareParts) {
  const { jobId, createdBy: actor, createdAtMs: nowMs } = asked
  const request = requestOfStep(asked, { step: 'cancel', actor, nowMs })
  await runAct(stepJob, { lifecycle, request, jobId, step: 'cancel', by: { actor } })
  return { kind: 'too-many' } as const
}

async function added(jobs: JobStore, part: Parameters<JobStore['addTargets']>[0]): Promise<Job> {
  const { sellerId, jobId, offset, targets, isLast } = part
  const outcome = await jobs.addTargets({ sellerId, jobId, offset, targets, isLast })
  if (outcome.kind !== 'added') throw new Error(`a draft takes no coupons: ${outcome.kind}`)
  return outcome.job
}

type Part = JobKey & Readonly<{ offset: number; targets: readonly (JobTarget | InvalidTarget)[] }>

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
  const named = new Map(
    (await jobs.findMembersOf(sellerId, valid)).map((memberNos, index) => [valid[index], memberNos]),
  )
  const limit = (await templates.findTemplate(sellerId, task.couponId))?.terms.memberTotal
  const targets: GivenTarget[] = []
  for (const target of given) {
    if (target.kind === 'invalid') {
      targets.push(target)
      continue
    }
    const memberNos = named.get(target) ?? []
    let isOverLimit = false
    for (const memberNo of limit === undefined ? [] : memberNos) {
      const claimed = (await members.countClaims(sellerId, memberNo)).get(task.couponId) ?? 0
      if (claimed + task.count > (limit ?? 0)) isOverLimit = true
    }
    targets.push({ ...target, memberNos, isOverLimit })
  }
  return jobs.addTargets({ ...part, targets, isLast: false })
}

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
