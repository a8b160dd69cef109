import type { Finding } from '#domain/findings/finding'
import { draftJob } from '#domain/job-work/draft-job'
import { stepJob } from '#domain/job-work/step-job'
import type { JobTask } from '#domain/jobs/job'
import type { GivenTarget } from '#domain/jobs/job-store'
import { runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers } from '#domain/lifecycle/merge-members'
import { saveMember } from '#domain/lifecycle/save-member'
import { memberId } from '#domain/members/member'
import { reconcileDay } from '#domain/reconciliation/reconcile-day'
import type { Store } from '#store/open-store'
import * as calls from './lifecycle-calls.ts'
import { requestOf } from './requests.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const dayMs = 86_400_000

/** Lets a seller have what servers and operators do beside the calls: jobs, reports, refusals, counts. For tests. */
export async function workIn(store: Store, sellerId: string, request: (method: string) => WriteRequest): Promise<void> {
  await mergeSome(store, request)
  await sendInJob(store, sellerId)
  await reportDay(store, sellerId)
  const refused = { sellerId, requestId: 'refused', method: 'redeem', appKey: `app-${sellerId}`, atMs: noon }
  await store.refusalLog.keepRefusals([
    { ...refused, errorCode: 'COUPON_USED', names: {}, order: undefined, content: '{}', eventSeq: 1 },
  ])
  await store.lifecycleStore.rememberSign({
    sellerId,
    nowMs: noon,
    sign: { signDigest: new Uint8Array(16).fill(1), callDigest: new Uint8Array(16) },
  })
  await store.usage.addCalls(`app-${sellerId}`, '2026-11-24', 1)
  await store.signInAttempts.chargeAttempt(sellerId, () => dayMs, noon)
}

async function mergeSome({ lifecycleStore: lifecycle }: Store, request: (method: string) => WriteRequest) {
  const save = async (phone: string) => {
    const input = { lifecycle, request: request('save member'), selector: { phone }, change: {}, mayShare: false }
    return memberId(calls.answerOf(await runAct(saveMember, input)).memberNo)
  }
  const [from, into] = [await save('13900000007'), await save('13900000008')]
  calls.answerOf(await runAct(mergeMembers, { lifecycle, request: request('merge'), from, into, reason: '同一人' }))
}

/** A send of which one item is done, one refused, and one left, and a draft. */
async function sendInJob({ jobStore: jobs, lifecycleStore: lifecycle }: Store, sellerId: string): Promise<void> {
  const task: JobTask = { kind: 'send', couponId: 'limited', count: 1, channel: undefined }
  for (const jobId of ['sent', 'draft']) {
    const made = { title: '回馈', createdBy: 'operator:li.na', createdAtMs: noon, sourceDigest: undefined }
    const draft = { sellerId, jobId, task, ...made, isReady: true, dueMs: 0 }
    await runAct(draftJob, { lifecycle, request: requestOf(sellerId), draft })
    const targets = [1, 2, 3].map((place): GivenTarget => {
      return { kind: 'phone', phone: `1391000000${place}`, memberNos: [], isOverLimit: false }
    })
    await jobs.addTargets({ sellerId, jobId, offset: 0, targets, isLast: true })
  }
  const key = { sellerId, jobId: 'sent' }
  const by = { actor: 'operator:li.na' }
  await runAct(stepJob, { lifecycle, request: requestOf(sellerId, by), jobId: 'sent', step: 'start', by })
  const lease = await jobs.takeLease({ ...key, dueMs: 0 }, 1)
  if (lease === undefined) throw new Error('nobody else has the lease')
  await jobs.beginBatch(lease, 3)
  const items = [
    { place: 1, outcome: { state: 'done', couponCodes: ['sent-1'] } },
    { place: 2, outcome: { state: 'refused', refusal: 'member-erased' } },
  ] as const
  await jobs.saveBatch(lease, { items, fromPlace: 0, donePlace: 2, begunPlace: 3, dueMs: 2 })
}

/** Computed twice, so that a report and its findings take the place of others. */
async function reportDay({ reconciliationReader: reader, dayReports }: Store, sellerId: string): Promise<void> {
  const day = '2026-11-24'
  await dayReports.takeLease({ sellerId, day, dueMs: undefined, untilMs: 1 })
  for (const leaseMs of [1, 2]) {
    const findings: Finding[] = []
    const onFindings = async (found: readonly Finding[]) => {
      findings.push(...found)
    }
    const report = await reconcileDay({ reader, sellerId, day, orderHours: 6, nowMs: noon + 9 * dayMs, onFindings })
    await dayReports.saveReport({ sellerId, leaseMs, report, findings, nextDueMs: leaseMs + 1 })
  }
  await dayReports.takeLease({ sellerId, day: '2026-11-25', dueMs: undefined, untilMs: 1 })
}
