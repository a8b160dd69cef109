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
import { type ChosenCoupons, fillCouponJob, type PrepareParts } from '#domain/job-work/prepare-job'
import { type CouponTask, type ImportTask, type JobTask, maxTargets } from '#domain/jobs/job'
import type { NewJob } from '#domain/jobs/job-store'
import { newTimedCode } from '#domain/lifecycle/random-code'
import { runAct } from '#domain/lifecycle/run-act'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { StoredTemplate } from '#domain/templates/template-store'
import { couponFilter } from '#methods/coupon-filter'
import type { CallContext, Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'
import { shownJob } from './shown-job.ts'

export type JobMethodDependencies = PrepareParts & Readonly<{ randomBytes: (size: number) => Uint8Array }>

type Input = InputOf<typeof createJob>
type ChangeInput = Input & Readonly<{ kind: CouponTask['kind'] }>

/** Drafts a job. */
export function createJobMethod(dependencies: JobMethodDependencies): Method<typeof createJob> {
  return {
    definition: createJob,
    async call(input, context) {
      const { grants } = context
      if (!isGranted(grants, grantsOfJobs[input.kind])) return { result: consoleRefusal('jobNotAllowed') }
      return { result: await draft(input, context, dependencies) }
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

function draft(input: Input, context: CallContext, dependencies: JobMethodDependencies) {
  const { kind } = input
  if (kind === 'send') return draftSend(input, context, dependencies)
  if (kind === 'void' || kind === 'extend') return draftChange({ ...input, kind }, context, dependencies)
  return draftImport({ ...input, kind }, context, dependencies)
}

/** Its rows follow. The same file may be imported again: rows that say nothing new change nothing. */
function draftImport(input: Input & ImportTask, context: CallContext, dependencies: JobMethodDependencies) {
  return draftEmpty(
    { task: { kind: input.kind }, isReady: false, sourceDigest: undefined },
    {
      input,
      context,
      dependencies,
    },
  )
}

const digestForm = /^[0-9a-f]{64}$/i

async function draftSend(input: Input, context: CallContext, dependencies: JobMethodDependencies) {
  const { templates } = dependencies
  const { couponId, count = 1, channel, fileDigest } = input
  const { sellerId } = context
  if (couponId === undefined) return invalidSetting('coupon_id', '发券需要模板')
  if (fileDigest !== undefined && !digestForm.test(fileDigest)) return invalidSetting('file_digest', '应为64位十六进制')
  const template = await templates.findTemplate(sellerId, couponId)
  if (template === undefined) return errorResult('templateNotFound')
  if (template.isClosed) return errorResult('templateClosed')
  const task = { kind: 'send', couponId, count, channel } as const
  const made = { task, isReady: true, sourceDigest: fileDigest?.toLowerCase() }
  return draftEmpty(made, { input, context, dependencies, template })
}

type Drafting = Readonly<{
  input: Input
  context: CallContext
  dependencies: JobMethodDependencies
  /** Of a send. */
  template?: StoredTemplate
}>

type Made = Pick<NewJob, 'task' | 'isReady' | 'sourceDigest'>

/** Drafts a job whose targets follow. */
async function draftEmpty(made: Made, drafting: Drafting) {
  const drafted = await draftOnce(made, drafting)
  if (drafted.kind === 'refused') return drafted.result
  const { context, dependencies, template } = drafting
  const job = await dependencies.jobs.findJob({ sellerId: context.sellerId, jobId: drafted.jobId })
  return { ...doneBefore(drafted.isAlreadyDone), job: job && shownJob(job, template), success: true } as const
}

/** Drafts a job once under its number. */
async function draftOnce(made: Made, { input, context, dependencies: { lifecycle, randomBytes } }: Drafting) {
  const { sellerId, actor: createdBy, nowMs: createdAtMs } = context
  const { title } = input
  const shownTitle = title === undefined ? undefined : maskPhonesInText(title).text
  const jobId = newTimedCode(createdAtMs, randomBytes)
  // The runner looks immediately, and finds when the draft ends.
  const draft = { ...made, sellerId, jobId, title: shownTitle, createdBy, createdAtMs, dueMs: 0 }
  const request = writeOfPerson(createJob.name, input, context)
  const written = await runAct(draftJob, { lifecycle, request, draft })
  if (written.kind === 'done') {
    return { kind: 'drafted', jobId: written.answer.jobId, isAlreadyDone: written.isAlreadyDone } as const
  }
  if (written.kind !== 'refused') return { kind: 'refused', result: errorResult('idempotentConflict', input) } as const
  const { jobId: knownJobId } = written.refusal
  return { kind: 'refused', result: { ...consoleRefusal('jobListKnown', { jobId: knownJobId }), knownJobId } } as const
}

async function draftChange(input: ChangeInput, context: CallContext, dependencies: JobMethodDependencies) {
  const task = readTask(input, context)
  if ('errorCode' in task) return task
  const chosen = await chosenBy(input, context, dependencies)
  if ('errorCode' in chosen) return chosen
  const made = { task, isReady: false, sourceDigest: undefined }
  const drafted = await draftOnce(made, { input, context, dependencies })
  if (drafted.kind === 'refused') return drafted.result
  const { sellerId, actor: createdBy, nowMs: createdAtMs } = context
  const { jobId, isAlreadyDone } = drafted
  if (isAlreadyDone) {
    // The first request may be filling it still.
    const job = await dependencies.jobs.findJob({ sellerId, jobId })
    return { ...doneBefore(true), job: job && shownJob(job), success: true } as const
  }
  const filled = await fillCouponJob({ sellerId, jobId, createdBy, createdAtMs, task, chosen }, dependencies)
  if (filled.kind === 'too-many') return consoleRefusal('jobTooLarge', { max: maxTargets })
  return { job: shownJob(filled.job), success: true } as const
}

function readTask({ kind, reason: given, endDate, voidHeld = false }: ChangeInput, { nowMs }: CallContext) {
  const reason = given === undefined ? undefined : maskPhonesInText(given.trim()).text
  if (kind === 'void') {
    return reason ? ({ kind, reason, withHeld: voidHeld } as const) : invalidSetting('reason', '作废需要原因')
  }
  if (endDate === undefined || !isCalendarDay(endDate))
    return invalidSetting('end_date', '应为 YYYY-MM-DD 格式的有效日期')
  if (compareDays(endDate, dayOf(nowMs)) < 0) return invalidSetting('end_date', '不能早于今天')
  return { kind: 'extend', endDate, reason } as const
}

async function chosenBy(
  { couponCodes, filter }: Input,
  { sellerId }: CallContext,
  { members }: JobMethodDependencies,
): Promise<ChosenCoupons | ReturnType<typeof invalidSetting> | ReturnType<typeof errorResult>> {
  if ((couponCodes === undefined) === (filter === undefined))
    return invalidSetting('coupon_codes', '与 filter 应传其一')
  if (filter === undefined) return { kind: 'codes', couponCodes: couponCodes ?? [] }
  // Nobody means all coupons that ever were.
  if (Object.values(filter).every((value) => value === undefined)) return invalidSetting('filter', '至少要有一个条件')
  const found = await couponFilter(filter, (memberNo) => members.findMember(sellerId, memberNo))
  return found === undefined ? errorResult('memberNotFound') : { kind: 'filter', filter: found }
}
