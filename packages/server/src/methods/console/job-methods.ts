import {
  addJobItems,
  approveTemplate,
  cancelJob,
  getJob,
  type InputOf,
  isGranted,
  jobKindNames,
  jobStates,
  listJobItems,
  listJobs,
  type MethodDefinition,
  maskCard,
  pauseJob,
  resumeJob,
  startJob,
} from '@yaoquan/api'
import { addRows } from '#domain/job-work/add-rows'
import { followUpOf, targetsAgain } from '#domain/job-work/follow-send'
import { addMembers, startJob as start } from '#domain/job-work/prepare-job'
import { asksApproval, type Stepper, type StepRefusal, stepJob } from '#domain/job-work/step-job'
import {
  type ItemOutcome,
  isImport,
  type Job,
  type JobItem,
  type JobStep,
  type JobTarget,
  maxTargets,
} from '#domain/jobs/job'
import type { InvalidTarget, JobKey, RefusedAdding } from '#domain/jobs/job-store'
import { runAct, type Written } from '#domain/lifecycle/lifecycle-store'
import { ruleForCard, ruleForPhoneOfPeople, shownNoPhone } from '#domain/number-rules'
import { normalisePhone } from '#domain/phone'
import { type CallContext, InvalidInput, ifGiven, type Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'
import { createJobMethod, grantsOfJobs, type JobMethodDependencies } from './create-job-method.ts'
import { fileOf, readRow, shownRow } from './job-rows.ts'
import { type ActorDependencies, namedActors } from './named-actors.ts'
import { codesOfRefusals, readJobCursor, shownJob, writeJobCursor } from './shown-job.ts'

/** What it takes to show jobs with the names of who made and started them. */
type ShownJobDependencies = JobMethodDependencies & ActorDependencies

/** The methods of jobs. */
export function jobMethods(dependencies: ShownJobDependencies): readonly Method<MethodDefinition>[] {
  return [
    createJobMethod(dependencies),
    addJobItemsMethod(dependencies),
    getJobMethod(dependencies),
    listJobsMethod(dependencies),
    startJobMethod(dependencies),
    stepMethod(pauseJob, 'pause', dependencies),
    stepMethod(resumeJob, 'resume', dependencies),
    stepMethod(cancelJob, 'cancel', dependencies),
    listJobItemsMethod(dependencies),
  ]
}

function addJobItemsMethod(dependencies: JobMethodDependencies): Method<typeof addJobItems> {
  return {
    definition: addJobItems,
    async call({ jobId, offset, phones = [], cardNos = [], lines = [], places = [], rows, isLast = false }, context) {
      const { sellerId, nowMs } = context
      const refusal = await refuseAddingTo({ sellerId, jobId }, context, dependencies)
      if (refusal) return refusal
      if (rows !== undefined)
        return { result: await addRowsOf({ sellerId, jobId, offset, rows, isLast, nowMs }, dependencies) }
      const named = [...phones.map(targetOfPhone), ...cardNos.map(targetOfCard)]
      const lined = named.map((target, place) => ({ ...target, line: lineOf(lines[place]) }))
      const targets = [...lined, ...(await targetsAgain({ sellerId, jobId, places }, dependencies))]
      const added = await addMembers({ sellerId, jobId, offset, targets }, dependencies)
      if (added.kind !== 'added') return { result: await refusedAdding(added, { sellerId, jobId }, dependencies) }
      return { result: { job: await withStock(added.job, dependencies), success: true } }
    },
  }
}

type GivenRows = JobKey &
  Readonly<{ rows: NonNullable<InputOf<typeof addJobItems>['rows']>; offset: number; isLast: boolean; nowMs: number }>

async function addRowsOf({ rows: given, ...part }: GivenRows, dependencies: JobMethodDependencies) {
  const job = await dependencies.jobs.findJob(part)
  if (job === undefined || !isImport(job.task)) return stateRefusal(job)
  const rows = []
  for (const row of given) {
    const read = readRow(row, job.task)
    if (read.kind === 'unknown') {
      return invalidSetting('rows', { zh: `没有列 ${read.name}`, en: `has the unknown column ${read.name}` })
    }
    rows.push({ line: row.line, values: read.values, file: fileOf(row) })
  }
  const added = await addRows({ ...part, rows }, dependencies)
  if (added.kind !== 'added') return refusedAdding(added, part, dependencies)
  return { job: shownJob(added.job), success: true } as const
}

function lineOf(text: string | undefined): number | undefined {
  return text === undefined || !/^\d{1,8}$/.test(text) ? undefined : Number(text)
}

function targetOfPhone(text: string): JobTarget | InvalidTarget {
  const phone = normalisePhone(text)
  const rule = ruleForPhoneOfPeople(phone)
  return rule === undefined
    ? { kind: 'phone', phone }
    : { kind: 'invalid', fault: { field: 'phone', rule, shown: shownNoPhone(phone) } }
}

function targetOfCard(text: string): JobTarget | InvalidTarget {
  const cardNo = text.trim()
  if (cardNo === '') return { kind: 'invalid' }
  const rule = ruleForCard(cardNo)
  return rule === undefined
    ? { kind: 'card', cardNo }
    : { kind: 'invalid', fault: { field: 'card_no', rule, shown: maskCard(cardNo.replace(chinese, '')) } }
}

/** In place of a card number it may be the name of a person, and what is shown of a refused row is stored unsealed. */
const chinese = /\p{Script=Han}/gu

async function refusedAdding(refused: RefusedAdding, key: JobKey, { jobs }: JobMethodDependencies) {
  switch (refused.kind) {
    case 'unknown':
      return consoleRefusal('jobNotFound')
    case 'no-draft':
      return stateRefusal(await jobs.findJob(key))
    case 'too-many':
      return consoleRefusal('jobTooLarge', { max: maxTargets })
    case 'other-offset':
      return consoleRefusal('jobOffset', { given: refused.offset })
  }
}

function getJobMethod(dependencies: ShownJobDependencies): Method<typeof getJob> {
  return {
    definition: getJob,
    async call({ jobId }, { sellerId, nowMs }) {
      const job = await dependencies.jobs.findJob({ sellerId, jobId })
      if (job === undefined) return { result: consoleRefusal('jobNotFound') }
      const followUp = await followUpOf(job, nowMs, dependencies)
      const shown = { ...(await withStock(job, dependencies)), ...followUp }
      return { result: { job: shown, actors: await namedActors(sellerId, actorsOf(job), dependencies), success: true } }
    },
  }
}

async function withStock(job: Job, { templates, storedPolicies }: JobMethodDependencies) {
  const { sellerId, task } = job
  const template = task.kind === 'send' ? await templates.findTemplate(sellerId, task.couponId) : undefined
  return shownJob(job, template, (await storedPolicies.findPolicy(sellerId)).policy)
}

function actorsOf({ createdBy, startedBy }: Job) {
  return [createdBy, startedBy]
}

function listJobsMethod(dependencies: ShownJobDependencies): Method<typeof listJobs> {
  return {
    definition: listJobs,
    async call({ kind, operator, cursor, limit = 100 }, { sellerId }) {
      if (kind !== undefined && operator !== undefined) {
        throw new InvalidInput('operator', { zh: '不能与 kind 同传', en: 'cannot stand beside kind' })
      }
      const createdBy = ifGiven(operator, (name) => `operator:${name}`)
      const before = cursor === undefined ? undefined : readJobCursor(cursor)
      if (cursor !== undefined && before === undefined) return { result: { ...errorResult('invalidCursor'), jobs: [] } }
      const found = await dependencies.jobs.listJobs({ sellerId, kind, createdBy, before, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return {
        result: {
          jobs: await withApproval(page, sellerId, dependencies),
          actors: await namedActors(sellerId, page.flatMap(actorsOf), dependencies),
          nextCursor: last && writeJobCursor(last),
          success: true,
        },
      }
    },
  }
}

/** Jobs of a list. Only drafts may wait for another person; the template of a draft is read where its coupons are limited. */
async function withApproval(
  page: readonly Job[],
  sellerId: string,
  { templates, storedPolicies }: Pick<JobMethodDependencies, 'templates' | 'storedPolicies'>,
) {
  if (!page.some(({ state }) => state === 'draft')) return page.map((job) => shownJob(job))
  const { policy } = await storedPolicies.findPolicy(sellerId)
  const isLimited = policy.issueApprovalFen !== null
  const couponIds = page.flatMap(({ state, task }) =>
    isLimited && state === 'draft' && task.kind === 'send' ? [task.couponId] : [],
  )
  const found = await Promise.all(
    [...new Set(couponIds)].map(
      async (couponId) => [couponId, await templates.findTemplate(sellerId, couponId)] as const,
    ),
  )
  const limited = new Map(found)
  return page.map((job) => {
    const template = job.task.kind === 'send' ? limited.get(job.task.couponId) : undefined
    const isAwaited = job.state === 'draft' && asksApproval(job, { policy, template: template?.terms })
    return { ...shownJob(job), awaitsApproval: isAwaited ? true : undefined }
  })
}

function startJobMethod(dependencies: JobMethodDependencies): Method<typeof startJob> {
  return {
    definition: startJob,
    async call(input, context) {
      const { jobId, confirmCount: confirmed } = input
      const { lifecycle } = dependencies
      const request = writeOfPerson(startJob.name, input, context)
      const written = await start({ lifecycle, request, jobId, by: stepperOf(context), confirmed }, dependencies)
      const isOther = written.kind === 'refused' && written.refusal.kind === 'not-confirmed'
      if (!isOther) return { result: await steppedResult(written, { input, context, dependencies }) }
      const job = await dependencies.jobs.findJob({ sellerId: context.sellerId, jobId })
      const { count } = written.refusal
      const shown = job && (await withStock(job, dependencies))
      return { result: { ...consoleRefusal('jobCountChanged', { count }), job: shown, willChange: count } }
    },
  }
}

type StepDefinition = typeof pauseJob | typeof resumeJob | typeof cancelJob

function stepMethod<const Definition extends StepDefinition>(
  definition: Definition,
  step: Exclude<JobStep, 'start' | 'finish'>,
  dependencies: JobMethodDependencies,
): Method<MethodDefinition> {
  return {
    definition,
    async call(values, context) {
      const input = values as InputOf<StepDefinition>
      const { lifecycle } = dependencies
      const request = writeOfPerson(definition.name, input, context)
      const query = { lifecycle, request, jobId: input.jobId, step, by: stepperOf(context) }
      return { result: await steppedResult(await runAct(stepJob, query), { input, context, dependencies }) }
    },
  }
}

/** The operator, with what the role does. */
function stepperOf({ actor, grants }: CallContext): Stepper {
  const kinds = jobKindNames.filter((kind) => isGranted(grants, grantsOfJobs[kind]))
  return { actor, may: { kinds, approve: isGranted(grants, approveTemplate.name) } }
}

type Stepped = Readonly<{
  input: InputOf<StepDefinition>
  context: CallContext
  dependencies: JobMethodDependencies
}>

async function steppedResult(
  written: Written<null, StepRefusal>,
  { input, context: { sellerId }, dependencies: { jobs } }: Stepped,
) {
  if (written.kind === 'done') {
    const job = await jobs.findJob({ sellerId, jobId: input.jobId })
    return { ...doneBefore(written.isAlreadyDone), job: job && shownJob(job), success: true } as const
  }
  if (written.kind !== 'refused') return errorResult('idempotentConflict', input)
  const { refusal } = written
  switch (refusal.kind) {
    case 'unknown':
      return consoleRefusal('jobNotFound')
    case 'not-allowed':
      return consoleRefusal('jobNotAllowed')
    case 'own-draft':
      return consoleRefusal('approverIsSubmitter')
    case 'wrong-state':
      return consoleRefusal('jobStateWrong', { state: jobStates[refusal.state] })
    case 'not-confirmed':
      throw new TypeError('a step without a number was not confirmed')
  }
}

/** Only who made a draft adds to it, with a role that does jobs of its kind. */
async function refuseAddingTo(
  key: JobKey,
  { grants, actor }: CallContext,
  { jobs }: Pick<JobMethodDependencies, 'jobs'>,
) {
  const job = await jobs.findJob(key)
  if (job === undefined) return { result: consoleRefusal('jobNotFound') }
  if (!isGranted(grants, grantsOfJobs[job.task.kind])) return { result: consoleRefusal('jobNotAllowed') }
  // A second person may start the draft. If others could add to it, one of them could fill it and then start it.
  return job.createdBy === actor ? undefined : { result: consoleRefusal('jobOfOther') }
}

function stateRefusal(job: Job | undefined) {
  return job === undefined
    ? consoleRefusal('jobNotFound')
    : consoleRefusal('jobStateWrong', { state: jobStates[job.state] })
}

function listJobItemsMethod({ jobs, coupons }: JobMethodDependencies): Method<typeof listJobItems> {
  return {
    definition: listJobItems,
    async call({ jobId, state, cursor, limit = 100 }, { sellerId }) {
      const key = { sellerId, jobId }
      const afterPlace = cursor === undefined ? 0 : placeOfCursor(cursor)
      if (afterPlace === undefined) return { result: { ...errorResult('invalidCursor'), items: [] } }
      const job = await jobs.findJob(key)
      if (job === undefined) return { result: { ...consoleRefusal('jobNotFound'), items: [] } }
      const found = await jobs.listItems({ ...key, state, afterPlace, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      const members = await membersOf(sellerId, page, coupons)
      const items = page.map((item) => shownItem(item, members, job.task))
      return { result: { items, nextCursor: last && `p${last.place}`, success: true } }
    },
  }
}

function placeOfCursor(cursor: string): number | undefined {
  const digits = /^p(\d{1,7})$/.exec(cursor)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

type Named = Readonly<{ phone?: string | undefined; cardNo?: string | undefined }>

/** The members of sends whose targets are no longer kept, by their coupons. */
async function membersOf(
  sellerId: string,
  items: readonly JobItem[],
  coupons: JobMethodDependencies['coupons'],
): Promise<ReadonlyMap<string, Named>> {
  const codes = items.flatMap(({ target, outcome }) => (target === undefined ? firstCode(outcome) : []))
  if (codes.length === 0) return new Map()
  const found = await coupons.findCoupons(sellerId, codes)
  return new Map(found.map(({ terms: { couponCode, phone, cardNo } }) => [couponCode, { phone, cardNo }]))
}

function firstCode(outcome: ItemOutcome): readonly string[] {
  return outcome.state === 'done' ? outcome.couponCodes.slice(0, 1) : []
}

function shownItem({ place, line, target, outcome }: JobItem, members: ReadonlyMap<string, Named>, task: Job['task']) {
  const { state } = outcome
  const [code] = firstCode(outcome)
  return {
    place,
    line,
    state,
    ...(target === undefined ? members.get(code ?? '') : shownTarget(target)),
    ...shownFault({ target, outcome }, task),
    couponCodes: outcome.state === 'done' && outcome.couponCodes.length > 0 ? [...outcome.couponCodes] : undefined,
    subCode: outcome.state === 'refused' ? codesOfRefusals[outcome.refusal] : undefined,
  }
}

function shownFault({ target, outcome }: Pick<JobItem, 'target' | 'outcome'>, task: Job['task']) {
  const refused = outcome.state === 'refused' ? outcome : undefined
  if (isImport(task)) return shownRow(target, refused, task)
  const fault = refused?.fault
  return fault === undefined
    ? {}
    : { field: fault.field, value: fault.shown, rule: fault.rule.zh, ruleEn: fault.rule.en }
}

function shownTarget(target: JobTarget): Named & Readonly<{ couponCode?: string }> {
  switch (target.kind) {
    case 'phone':
      return { phone: target.phone }
    case 'card':
      return { cardNo: target.cardNo }
    case 'coupon':
      return { couponCode: target.couponCode }
    case 'row':
      return {}
  }
}
