import { randomBytes } from 'node:crypto'
import { expect } from 'expect'
import {
  addMembers,
  administer,
  batchSize,
  changePhone,
  draftJob,
  draftOf,
  type GivenTarget,
  issuerOf,
  type Job,
  type JobLease,
  type JobParts,
  type JobStore,
  type JobTask,
  listEvents,
  memberId,
  mergeMembers,
  type NewJob,
  noon,
  requestOf,
  runAct,
  runJob,
  type Store,
  sendTo,
  stepJob,
} from '#server/testing'
import { answerOf, claim, erase, save } from '#server/testing/calls'
import { type Checks, type Programs, together } from './programs.ts'

const send = { kind: 'send', couponId: 'T', count: 1, channel: undefined } as const satisfies JobTask
const dayMs = 86_400_000

/** What every engine must do with jobs. */
export const jobChecks: Checks = {
  async 'a list that two programs are given at the same time makes one job'(programs) {
    const made = await together(6, (place) =>
      drafted(programs.at(place), newJob(programs, `J${place}`, { sourceDigest: 'f'.repeat(64) })),
    )
    const created = made.flatMap(({ kind }, place) => (kind === 'done' ? [`J${place}`] : []))
    expect(created).toHaveLength(1)
    const [jobId] = created
    for (const outcome of made) if (outcome.kind === 'refused') expect(outcome.refusal.jobId).toBe(jobId)
  },

  async 'parts that two programs add at the same time are added once each, in order, without duplicates'(programs) {
    await drafted(programs.one, newJob(programs, 'J'))
    const key = { sellerId: programs.sellerId, jobId: 'J' }
    const added = await together(4, (place) =>
      programs.at(place).jobStore.addTargets({ ...key, offset: 0, targets: phones(0, 10), isLast: false }),
    )
    expect(added.filter(({ kind }) => kind === 'added')).toHaveLength(1)
    const more = await programs.other.jobStore.addTargets({ ...key, offset: 10, targets: phones(5, 10), isLast: false })
    expect(more).toMatchObject({ kind: 'added', job: { counts: { total: 15 }, preview: { duplicates: 5 } } })
  },

  async 'programs that work at the same time give each member one coupon, and count all'(programs) {
    await startedSend(programs, 120)
    await workTakingLeasesAway(programs)
    await expectDone(programs, { total: 120, done: 120, refused: 0 })
    expect(await issuedOf(programs)).toBe(120)
  },

  async 'what a program did before it died is found by the next one, and not done again'(programs) {
    const { one, other, sellerId } = programs
    const due = await startedSend(programs, 120)
    const lease = await one.jobStore.takeLease(due, noon)
    if (lease === undefined) throw new Error('nobody else has the lease')
    const begun = await one.jobStore.beginBatch(lease, batchSize)
    const items = await one.jobStore.listItems({ sellerId, jobId: 'J', state: 'pending', afterPlace: 0, limit: 30 })
    for (const item of items) {
      expect(await sendTo(begun ?? never(), item, { ...actingIn(one), nowMs: noon })).toMatchObject({ state: 'done' })
    }
    // Its lease goes on until noon; then the other program takes it.
    expect(await other.jobStore.takeLease(due, noon + 1)).toBeUndefined()
    await workUntilOver(programs, other, lease)
    await expectDone(programs, { total: 120, done: 120, refused: 0 })
    const nothing = { items: [], fromPlace: 0, donePlace: 0, begunPlace: 0, dueMs: noon }
    expect(await one.jobStore.saveBatch(lease, nothing)).toBeUndefined()
    await expectDone(programs, { total: 120, done: 120, refused: 0 })
  },

  async 'what was begun when a job was cancelled is counted, and nothing more is done'(programs) {
    const { other, sellerId } = programs
    const lease = await begunSend(programs, 7)
    await step(other, sellerId, 'cancel')
    await runJob(lease, partsOf(other))
    expect(await jobOf(programs)).toMatchObject({ state: 'cancelled', counts: { total: 120, done: 7, refused: 0 } })
    expect(await issuedOf(programs)).toBe(7)
  },

  async 'what was begun when a job was paused is counted, and the rest is done once it goes on'(programs) {
    const { other, sellerId } = programs
    await begunSend(programs, 7)
    await step(other, sellerId, 'pause')
    await workDue(programs, noon)
    expect(await jobOf(programs)).toMatchObject({ state: 'paused', begunPlace: 0, donePlace: 0, counts: { done: 7 } })
    expect(await issuedOf(programs)).toBe(7)
    await step(other, sellerId, 'resume')
    await workDue(programs, noon)
    await expectDone(programs, { total: 120, done: 120, refused: 0 })
    expect(await issuedOf(programs)).toBe(120)
  },

  async 'a list of which a part was sent before a pause is not sent again, though the job is cancelled'(programs) {
    const { other, sellerId } = programs
    const sourceDigest = 'e'.repeat(64)
    await begunSend(programs, 7, { sourceDigest })
    await step(other, sellerId, 'pause')
    await workDue(programs, noon)
    await step(other, sellerId, 'cancel')
    const again = await drafted(other, newJob(programs, 'J2', { sourceDigest }))
    expect(again).toMatchObject({ kind: 'refused', refusal: { jobId: 'J' } })
  },

  async 'a job that goes on while its pause is looked at is worked on'(programs) {
    const { one, other, sellerId } = programs
    const due = await startedSend(programs, 3)
    await step(other, sellerId, 'pause')
    const findJob: JobStore['findJob'] = async (key) => {
      const found = await one.jobStore.findJob(key)
      await step(other, sellerId, 'resume')
      return found
    }
    await runJob(due, { ...partsOf(one), jobs: { ...one.jobStore, findJob } })
    await workDue(programs, noon)
    await expectDone(programs, { total: 3, done: 3, refused: 0 })
  },

  async 'a batch of coupons is voided once, by whichever program'(programs) {
    const { one, sellerId } = programs
    const codes = Array.from({ length: 150 }, (_, place) => `c${place}`)
    await issuerOf(one).issueCoupons(
      sellerId,
      codes.map((couponCode) => draftOf({ couponCode })),
      noon,
    )
    const task: JobTask = { kind: 'void', reason: '活动取消', withHeld: false }
    await administer(one, noon).createSeller({ sellerId, name: sellerId })
    await drafted(one, newJob(programs, 'J', { task, isReady: false }))
    const targets = [...codes, 'nowhere'].map((couponCode): GivenTarget => {
      return { kind: 'coupon', couponCode, memberNos: [], isOverLimit: false }
    })
    await one.jobStore.addTargets({ sellerId, jobId: 'J', offset: 0, targets, isLast: true })
    await step(one, sellerId, 'start')
    await workTakingLeasesAway(programs)
    await expectDone(programs, { total: 151, done: 150, refused: 1 })
    const voided = (await listEvents(one, sellerId)).filter(({ kind }) => kind === 'voided')
    expect(voided).toHaveLength(150)
    expect(voided.at(0)).toMatchObject({ actor: 'operator:li.na', requestId: 'J' })
  },

  async 'a send gives nothing to whom the one before it gave coupons, but to the next holder of a phone'(programs) {
    const { one, other, sellerId } = programs
    const ofBoth = draftOf({ couponCode: 'k1', phone: phoneOf(1), cardNo: 'c1' })
    const ofCard = draftOf({ couponCode: 'k2', phone: undefined, cardNo: 'c2' })
    await issuerOf(one).issueCoupons(sellerId, [ofBoth, ofCard], noon)
    const byCard: GivenTarget = { kind: 'card', cardNo: 'c1', memberNos: [], isOverLimit: false }
    const due = await startedSendTo(programs, [byCard, ...phones(2, 2)])
    await workUntilOver(programs, other, due)
    await expectDone(programs, { total: 3, done: 3, refused: 0 })
    const call = () => ({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), reason: undefined })
    const phonesOfOne = { selector: {}, oldPhone: phoneOf(2), newPhone: phoneOf(4), mayShare: false }
    answerOf(await runAct(changePhone, { ...call(), ...phonesOfOne }))
    answerOf(await claim(one, requestOf(sellerId), { phone: phoneOf(2) }))
    const idOf = async (phone: string | undefined, cardNo: string | undefined) => {
      const [member] = await one.memberReader.findMembersNamed(sellerId, { phone, cardNo })
      return memberId(member?.memberNo ?? never())
    }
    const pair = { from: await idOf(phoneOf(3), undefined), into: await idOf(undefined, 'c2') }
    answerOf(await runAct(mergeMembers, { ...call(), ...pair }))

    await drafted(one, newJob(programs, 'K', { task: { ...send, follows: ['J'] } }))
    const key = { sellerId, jobId: 'K' }
    const named = [1, 2, 4, 5].map((place) => ({ kind: 'phone', phone: phoneOf(place) }) as const)
    const targets = [...named, { kind: 'card', cardNo: 'c2' } as const]
    const parts = { jobs: other.jobStore, templates: other.templateReader, members: other.memberReader }
    expect(await addMembers({ ...key, offset: 0, targets }, parts)).toMatchObject({ kind: 'added' })
    const items = await one.jobStore.listItems({ ...key, state: undefined, afterPlace: 0, limit: 9 })
    expect(items.map(({ outcome }) => (outcome.state === 'refused' ? outcome.refusal : outcome.state))).toEqual([
      'already-sent',
      'pending',
      'already-sent',
      'pending',
      'already-sent',
    ])
  },

  async 'the phone of an erased member is unreadable, and is refused'(programs) {
    const { one, other, sellerId } = programs
    await save(one, requestOf(sellerId), {})
    await issuerOf(one).issueCoupons(
      sellerId,
      [draftOf({ couponCode: 'k', phone: phoneOf(1), cardNo: undefined })],
      noon,
    )
    await drafted(one, newJob(programs, 'J'))
    const given = [
      { kind: 'phone', phone: phoneOf(1) },
      { kind: 'phone', phone: phoneOf(2) },
    ] as const
    const [ofFirst = [], ofSecond = []] = await other.jobStore.findMembersOf(sellerId, given)
    expect([ofFirst.length, ofSecond.length]).toEqual([1, 0])
    const targets = given.map((target, place) => ({
      ...target,
      memberNos: place === 0 ? ofFirst : ofSecond,
      isOverLimit: false,
    }))
    await one.jobStore.addTargets({ sellerId, jobId: 'J', offset: 0, targets, isLast: false })
    answerOf(await erase(one, requestOf(sellerId), ofFirst.at(0) ?? 0))
    await other.erasures.finish(noon)
    const listed = await other.jobStore.listItems({ sellerId, jobId: 'J', state: undefined, afterPlace: 0, limit: 9 })
    expect(listed.map(({ target }) => target)).toEqual([undefined, { kind: 'phone', phone: phoneOf(2) }])
    await step(one, sellerId, 'start')
    await workUntilOver(programs, other, { sellerId, jobId: 'J', dueMs: 0 })
    await expectDone(programs, { total: 2, done: 1, refused: 1 })
    const done = await other.jobStore.listItems({ sellerId, jobId: 'J', state: undefined, afterPlace: 0, limit: 9 })
    expect(done.map(({ outcome }) => outcome.state)).toEqual(['refused', 'done'])
    // The coupon names the member from now on, so the job does not.
    expect(done.map(({ target }) => target)).toEqual([undefined, undefined])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'phones and cards are removed some time after the end, and drafts that nobody starts end, by the clock of the seller'(
    programs,
  ) {
    const { one, sellerId } = programs
    await administer(one, noon).createSeller({ sellerId, name: sellerId })
    const listed = () => one.jobStore.listItems({ sellerId, jobId: 'J', state: undefined, afterPlace: 0, limit: 999 })
    await drafted(one, newJob(programs, 'J'))
    await one.jobStore.addTargets({ sellerId, jobId: 'J', offset: 0, targets: phones(0, 300), isLast: false })
    await workDue(programs, noon + 6 * dayMs)
    expect(await jobOf(programs)).toMatchObject({ state: 'draft' })
    // The clock of a seller of a sandbox stands still meanwhile.
    await workDue(programs, noon + 7 * dayMs, noon + 6 * dayMs)
    expect(await jobOf(programs)).toMatchObject({ state: 'draft' })
    await workDue(programs, noon + 8 * dayMs, noon + 7 * dayMs)
    expect(await jobOf(programs)).toMatchObject({ state: 'cancelled' })
    await workDue(programs, noon + 39 * dayMs, noon + 36 * dayMs)
    expect((await listed()).filter(({ target }) => target !== undefined)).toHaveLength(300)
    await workDue(programs, noon + 41 * dayMs, noon + 38 * dayMs)
    expect((await listed()).map(({ target }) => target)).toEqual(Array(300).fill(undefined))
    expect((await one.jobStore.listDue(noon + 9999 * dayMs)).filter((due) => due.sellerId === sellerId)).toEqual([])
  },
}

function newJob({ sellerId }: Programs, jobId: string, changes: Partial<NewJob> = {}): NewJob {
  const made = { title: undefined, createdBy: 'operator:li.na', createdAtMs: noon, sourceDigest: undefined }
  return { sellerId, jobId, task: send, ...made, isReady: true, dueMs: 0, ...changes }
}

function drafted({ lifecycleStore: lifecycle }: Store, draft: NewJob) {
  return runAct(draftJob, { lifecycle, request: requestOf(draft.sellerId), draft })
}

function phoneOf(place: number): string {
  return `139${10_000_000 + place}`
}

function phones(from: number, length: number): readonly GivenTarget[] {
  return Array.from({ length }, (_, place) => {
    return { kind: 'phone', phone: phoneOf(from + place), memberNos: [], isOverLimit: false }
  })
}

/** A send to 120 members whose first batch was begun, and died after some of its items. */
async function begunSend(programs: Programs, sent: number, changes: Partial<NewJob> = {}): Promise<JobLease> {
  const { one, sellerId } = programs
  const lease = await one.jobStore.takeLease(await startedSend(programs, 120, changes), noon)
  const begun = lease && (await one.jobStore.beginBatch(lease, batchSize))
  if (lease === undefined || begun === undefined) throw new Error('nobody else has the lease')
  const items = await one.jobStore.listItems({ sellerId, jobId: 'J', state: 'pending', afterPlace: 0, limit: sent })
  for (const item of items) await sendTo(begun, item, { ...actingIn(one), nowMs: noon })
  return lease
}

/** A send of the template `T` that was started. @returns its lease, which nobody has */
function startedSend(programs: Programs, members: number, changes: Partial<NewJob> = {}): Promise<JobLease> {
  return startedSendTo(programs, phones(0, members), changes)
}

async function startedSendTo(
  programs: Programs,
  targets: readonly GivenTarget[],
  changes: Partial<NewJob> = {},
): Promise<JobLease> {
  const { one, sellerId } = programs
  await administer(one, noon).createSeller({ sellerId, name: sellerId })
  await save(one, requestOf(sellerId), {})
  await drafted(one, newJob(programs, 'J', changes))
  await one.jobStore.addTargets({ sellerId, jobId: 'J', offset: 0, targets, isLast: false })
  await step(one, sellerId, 'start')
  return { sellerId, jobId: 'J', dueMs: 0 }
}

async function step(
  { lifecycleStore: lifecycle }: Store,
  sellerId: string,
  name: 'start' | 'pause' | 'resume' | 'cancel',
): Promise<void> {
  const by = { actor: 'operator:li.na' }
  const request = requestOf(sellerId, by)
  expect((await runAct(stepJob, { lifecycle, request, jobId: 'J', step: name, by })).kind).toBe('done')
}

async function jobOf({ one, sellerId }: Programs): Promise<Job> {
  return (await one.jobStore.findJob({ sellerId, jobId: 'J' })) ?? never()
}

function never(): never {
  throw new Error('the job is missing')
}

function actingIn({ lifecycleStore: lifecycle }: Store) {
  return { lifecycle, randomBytes }
}

/** A program whose slices are long, at a moment of the store's clock and one of the seller's. */
function partsOf(store: Store, nowMs = noon, sellerNowMs = noon): JobParts {
  return {
    ...actingIn(store),
    jobs: store.jobStore,
    clock: () => sellerNowMs,
    storeClock: () => nowMs,
    monotonicMs: () => 0,
    rest: async () => undefined,
    isStopping: () => false,
  }
}

/**
 * Two programs each take the job although the other one is at it, as if that one had died. After some turns one of them leaves the job to
 * the other: on a slow store they would take it from each other for ever before a batch is done.
 */
async function workTakingLeasesAway(programs: Programs): Promise<void> {
  await together(2, async (place) => {
    const store = programs.at(place)
    for (let turns = 0; place === 0 || turns < 8; turns += 1) {
      if ((await jobOf(programs)).state !== 'running') return
      const due = (await store.jobStore.listDue(noon + dayMs)).find(({ sellerId }) => sellerId === programs.sellerId)
      if (due !== undefined) await runJob(due, partsOf(store))
    }
  })
}

async function workUntilOver(programs: Programs, store: Store, lease: JobLease): Promise<void> {
  await runJob(lease, partsOf(store))
  expect((await jobOf(programs)).state).toBe('done')
}

/** Works on what is due at a moment of the store's clock, and one of the seller's, until nothing is. */
async function workDue({ other, sellerId }: Programs, nowMs: number, sellerNowMs = nowMs): Promise<void> {
  const due = async () => (await other.jobStore.listDue(nowMs)).find((lease) => lease.sellerId === sellerId)
  const parts = partsOf(other, nowMs, sellerNowMs)
  for (let lease = await due(); lease !== undefined; lease = await due()) await runJob(lease, parts)
}

type Counts = Readonly<{ total: number; done: number; refused: number }>

async function expectDone(programs: Programs, counts: Counts): Promise<void> {
  expect(await jobOf(programs)).toMatchObject({ state: 'done', counts: { ...counts, unchanged: 0 } })
  const { one, sellerId } = programs
  const items = await one.jobStore.listItems({ sellerId, jobId: 'J', state: undefined, afterPlace: 0, limit: 1000 })
  expect(items.filter(({ outcome }) => outcome.state === 'done')).toHaveLength(counts.done)
  expect(items.filter(({ outcome }) => outcome.state === 'refused')).toHaveLength(counts.refused)
}

async function issuedOf({ one, sellerId }: Programs): Promise<number> {
  return (await listEvents(one, sellerId)).filter(({ kind }) => kind === 'issued').length
}
