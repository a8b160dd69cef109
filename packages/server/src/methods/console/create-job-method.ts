import {
  createJob,
  type InputOf,
  importCouponsGrant,
  importMembersGrant,
  isGranted,
  massVoidGrant,
  sendCouponsGrant,
} from '@yaoquan/api'
import { compareDays, dayOf, isCalendarDay } from '#domain/dates'
import { draftJob } from '#domain/job-work/draft-job'
import { followedSend, type SendOfList } from '#domain/job-work/follow-send'
import { type ChosenCoupons, draftCouponJob, type PrepareParts } from '#domain/job-work/prepare-job'
import { type CouponTask, type ImportTask, type JobTask, maxTargets } from '#domain/jobs/job'
import type { NewJob } from '#domain/jobs/job-store'
import { unlessDone } from '#domain/lifecycle/answer-once'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { newTimedCode } from '#domain/lifecycle/random-code'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { PolicyReader } from '#domain/policy/seller-policy'
import { couponFilter } from '#methods/coupon-filter'
import type { CallContext, Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'
import { shownJob } from './shown-job.ts'

export type JobMethodDependencies = PrepareParts &
  Readonly<{
    randomBytes: (size: number) => Uint8Array
    /** Rules as they are stored. */
    storedPolicies: PolicyReader
  }>

type Input = InputOf<typeof createJob>
type ChangeInput = Input & Readonly<{ kind: CouponTask['kind'] }>

/** Drafts a job. */
export function createJobMethod(dependencies: JobMethodDependencies): Method<typeof createJob> {
  return {
    definition: createJob,
    async call(input, context) {
      const { grants } = context
      if (!isGranted(grants, grantsOfJobs[input.kind])) return { result: consoleRefusal('jobNotAllowed') }
      return { result: (await repeated(input, context, dependencies)) ?? (await draft(input, context, dependencies)) }
    },
  }
}

/** What it takes to draft and start a job of a kind. */
export const grantsOfJobs: Readonly<Record<JobTask['kind'], string>> = {
  send: sendCouponsGrant,
  void: massVoidGrant,
  extend: massVoidGrant,
  'import-members': importMembersGrant,
  'import-coupons': importCouponsGrant,
}

/** The answer to a request that was done under its number: nothing else is looked at again. */
async function repeated(input: Input, context: CallContext, dependencies: JobMethodDependencies) {
  if (input.outRequestNo === undefined) return undefined
  const request = writeOfPerson(createJob.name, input, context)
  const act = unlessDone<Pick<NewJob, 'jobId'>>()
  const written = await dependencies.lifecycle.runAct(request, act, undefined)
  switch (written.kind) {
    case 'refused':
      return undefined
    case 'done':
      return shownDraft(written, context, dependencies)
    default:
      return errorResult('idempotentConflict', input)
  }
}

type Drafted = Readonly<{ answer: Pick<NewJob, 'jobId'>; isAlreadyDone: boolean }>

async function shownDraft(
  { answer: { jobId }, isAlreadyDone }: Drafted,
  { sellerId }: CallContext,
  { jobs, templates }: JobMethodDependencies,
) {
  const job = await jobs.findJob({ sellerId, jobId })
  const template = job?.task.kind === 'send' ? await templates.findTemplate(sellerId, job.task.couponId) : undefined
  return { ...doneBefore(isAlreadyDone), job: job && shownJob(job, template), success: true } as const
}

function draft(input: Input, context: CallContext, dependencies: JobMethodDependencies) {
  const { kind } = input
  if (kind === 'send') return draftSend(input, context, dependencies)
  if (kind === 'void' || kind === 'extend') return draftChange({ ...input, kind }, context, dependencies)
  return draftImport({ ...input, kind }, context, dependencies)
}

/** Its rows follow. The same file may be imported again: rows that say nothing new change nothing. */
function draftImport(
  input: Input & Pick<ImportTask, 'kind'>,
  context: CallContext,
  dependencies: JobMethodDependencies,
) {
  return draftEmpty(
    { task: importTask(input), isReady: false, sourceDigest: undefined },
    {
      input,
      context,
      dependencies,
    },
  )
}

function importTask({ kind, columns, bearer, zeroAmount }: Input & Pick<ImportTask, 'kind'>): ImportTask {
  const file = columns?.map(({ title, name }) => ({ title: maskPhonesInText(title).text, name }))
  if (kind === 'import-members') return { kind, columns: file }
  const answered = [...(bearer ? (['bearer'] as const) : []), ...(zeroAmount ? (['zero-amount'] as const) : [])]
  return { kind, answered, columns: file }
}

const digestForm = /^[0-9a-f]{64}$/i

async function draftSend(input: Input, context: CallContext, dependencies: JobMethodDependencies) {
  if (input.followsJobId !== undefined) return draftFollowing(input.followsJobId, { input, context, dependencies })
  const { couponId, count = 1, channel, fileDigest } = input
  if (couponId === undefined) {
    return invalidSetting('coupon_id', { zh: '发券需要模板', en: 'is needed for a send' })
  }
  if (fileDigest !== undefined && !digestForm.test(fileDigest)) {
    return invalidSetting('file_digest', { zh: '应为64位十六进制', en: 'must be 64 hexadecimal digits' })
  }
  const task = { kind: 'send', couponId, count, channel } as const
  return draftSendTask({ task, sourceDigest: fileDigest?.toLowerCase() }, { input, context, dependencies })
}

/** A send of the rows that another one refused. */
async function draftFollowing(jobId: string, drafting: Drafting) {
  const { context, dependencies } = drafting
  const followed = await followedSend({ sellerId: context.sellerId, jobId }, context.nowMs, dependencies)
  return 'rule' in followed ? invalidSetting('follows_job_id', followed.rule) : draftSendTask(followed, drafting)
}

async function draftSendTask(made: SendOfList, drafting: Drafting) {
  const { context, dependencies } = drafting
  const template = await dependencies.templates.findTemplate(context.sellerId, made.task.couponId)
  if (template === undefined) return errorResult('templateNotFound')
  if (template.isClosed) return errorResult('templateClosed')
  return draftEmpty({ ...made, isReady: true }, drafting)
}

type Drafting = Readonly<{
  input: Input
  context: CallContext
  dependencies: JobMethodDependencies
}>

/** Drafts a job whose targets follow. */
async function draftEmpty(made: Pick<NewJob, 'task' | 'isReady' | 'sourceDigest'>, drafting: Drafting) {
  const { input, context, dependencies } = drafting
  const draft = { ...made, ...newJob(drafting) }
  const request = writeOfPerson(createJob.name, input, context)
  const written = await runAct(draftJob, { lifecycle: dependencies.lifecycle, request, draft })
  switch (written.kind) {
    case 'done':
      return shownDraft(written, context, dependencies)
    case 'refused': {
      const knownJobId = written.refusal.jobId
      return { ...consoleRefusal('jobListKnown', { jobId: knownJobId }), knownJobId }
    }
    default:
      return errorResult('idempotentConflict', input)
  }
}

function newJob({ input: { title }, context, dependencies: { randomBytes } }: Drafting) {
  const { sellerId, actor: createdBy, nowMs: createdAtMs } = context
  const shownTitle = title === undefined ? undefined : maskPhonesInText(title).text
  const jobId = newTimedCode(createdAtMs, randomBytes)
  // The runner looks immediately, and finds when the draft ends.
  return { sellerId, jobId, title: shownTitle, createdBy, createdAtMs, dueMs: 0 } as const
}

async function draftChange(input: ChangeInput, context: CallContext, dependencies: JobMethodDependencies) {
  const task = readTask(input, context)
  if ('errorCode' in task) return task
  const chosen = await chosenBy(input, context, dependencies)
  if ('errorCode' in chosen) return chosen
  const draft = { task, isReady: false, sourceDigest: undefined, ...newJob({ input, context, dependencies }) }
  const request = writeOfPerson(createJob.name, input, context)
  const written = await draftCouponJob({ draft, chosen, request }, dependencies)
  switch (written.kind) {
    case 'done':
      return shownDraft(written, context, dependencies)
    case 'refused':
      return consoleRefusal('jobTooLarge', { max: maxTargets })
    default:
      return errorResult('idempotentConflict', input)
  }
}

function readTask({ kind, reason: given, endDate, voidHeld = false }: ChangeInput, { nowMs }: CallContext) {
  const reason = given === undefined ? undefined : maskPhonesInText(given.trim()).text
  if (kind === 'void') {
    return reason
      ? ({ kind, reason, withHeld: voidHeld } as const)
      : invalidSetting('reason', { zh: '作废需要原因', en: 'is needed to void coupons' })
  }
  if (endDate === undefined || !isCalendarDay(endDate)) {
    return invalidSetting('end_date', { zh: '应为 YYYY-MM-DD 格式的有效日期', en: 'must be a day, YYYY-MM-DD' })
  }
  if (compareDays(endDate, dayOf(nowMs)) < 0) {
    return invalidSetting('end_date', { zh: '不能早于今天', en: 'must not be before today' })
  }
  return { kind: 'extend', endDate, reason } as const
}

async function chosenBy(
  { couponCodes, filter }: Input,
  { sellerId }: CallContext,
  { members }: JobMethodDependencies,
): Promise<ChosenCoupons | ReturnType<typeof invalidSetting> | ReturnType<typeof errorResult>> {
  if ((couponCodes === undefined) === (filter === undefined)) {
    return invalidSetting('coupon_codes', { zh: '与 filter 应传其一', en: 'must be given, or filter, and not both' })
  }
  if (filter === undefined) return { kind: 'codes', couponCodes: couponCodes ?? [] }
  // Nobody means all coupons that ever were.
  if (Object.values(filter).every((value) => value === undefined)) {
    return invalidSetting('filter', { zh: '至少要有一个条件', en: 'must have at least one condition' })
  }
  const found = await couponFilter(filter, (memberNo) => members.findMember(sellerId, memberNo))
  return found === undefined ? errorResult('memberNotFound') : { kind: 'filter', filter: found }
}
