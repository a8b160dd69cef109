import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRows } from '#domain/job-work/add-rows'
import { draftJob } from '#domain/job-work/draft-job'
import { createRowTrial } from '#domain/job-work/plan-rows'
import { runJob } from '#domain/job-work/run-job'
import { stepJob } from '#domain/job-work/step-job'
import { changingCount, type ImportTask, type Job, type RowValues } from '#domain/jobs/job'
import type { GivenTarget } from '#domain/jobs/job-store'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

/** Random files and, for slices, half as many of their pairs; a usual run looks at fewer. */
const numRuns = process.env['YAOQUAN_SOAK'] === undefined ? 40 : 100

const dataDir = temporaryFolder()
let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir })
})
afterAll(() => store.close())

/** Of so few that rows of a file meet each other and those of the file before. */
const few = (...values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })

const memberRow = fc.record({
  phone: few('13900000001', '13900000002', '139 0000 0003', '12'),
  cardNo: few('K1', 'K2', 'K3'),
  name: few('张三', '李四'),
  birthday: fc.option(fc.constantFrom('05-20', '13-40'), { nil: undefined, freq: 4 }),
  consent: few('yes', 'no'),
  consentSource: few('门店', '小程序'),
  'attribute.a': few('1', '2'),
})

const couponRow = fc.record({
  couponCode: fc.constantFrom('C1', 'C2', 'C3', 'C4'),
  couponAmount: few('10', '10.00', '20'),
  endDate: few('2026-12-31', '2027-01-31', '2026-02-30'),
  phone: few('13900000001', '13900000002'),
  status: few('0', '1', '3'),
})

type File = Readonly<{ rows: readonly RowValues[]; partLength: number }>

function fileOf(row: fc.Arbitrary<Readonly<Record<string, string | undefined>>>): fc.Arbitrary<File> {
  const rows = fc.array(row.map(given), { maxLength: 14 })
  return fc.record({ rows, partLength: fc.integer({ min: 1, max: 14 }) })
}

function given(row: Readonly<Record<string, string | undefined>>): RowValues {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

const [unused, voided] = [
  { couponCode: 'C1', phone: '13900000002' },
  { couponCode: 'C1', phone: '13900000002', status: '3' },
]

/** The second row of the later file agrees with the coupon that exists, and not with the row before it. */
const repeatedlyVoid: File[] = [
  { rows: [voided], partLength: 1 },
  { rows: [unused, voided], partLength: 1 },
]

test.each([
  ['import-members', memberRow],
  ['import-coupons', couponRow],
] as const)('%s: the dry run of a file with repetitions counts what the job then does', async (kind, row) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fileOf(row), { minLength: 1, maxLength: 3 }), async (files) => {
      const sellerId = newSeller()
      await administer(store, noon).createSeller({ sellerId, name: sellerId })
      for (const [place, file] of files.entries()) await expectAsDone(sellerId, `J${place}`, { kind, file })
    }),
    { numRuns, examples: kind === 'import-coupons' ? [[repeatedlyVoid]] : [] },
  )
})

test('rows are tried out in slices as in one piece', async () => {
  const phone = '13900000001'
  const sharedByThem = [{ phone, cardNo: 'K1' }, { phone, cardNo: 'K2' }, { phone }]
  const parts = { jobs: store.jobStore, coupons: store.lifecycleReader, members: store.memberReader, nowMs: noon }
  await fc.assert(
    fc.asyncProperty(fileOf(memberRow), fileOf(memberRow), async (before, { rows, partLength }) => {
      const sellerId = newSeller()
      await administer(store, noon).createSeller({ sellerId, name: sellerId })
      await work(await draft({ sellerId, jobId: 'J', kind: 'import-members', file: before }))
      const [whole, sliced] = [0, 1].map(() => createRowTrial({ kind: 'import-members' }, { ...parts, sellerId }))
      const planned = []
      for (let start = 0; start < rows.length; start += partLength) {
        planned.push(...((await sliced?.(rows.slice(start, start + partLength))) ?? []))
      }
      expect(planned).toEqual(await whole?.(rows))
    }),
    {
      numRuns: numRuns / 2,
      examples: [
        [
          { rows: [{ phone }], partLength: 1 },
          { rows: sharedByThem, partLength: 1 },
        ],
      ],
    },
  )
})

test('other calls have their turns while the last call looks through all rows, and tries out many of one phone', async () => {
  const [sellerId, jobId, count, sharing] = [newSeller(), 'J', 1_300, 1_100]
  await administer(store, noon).createSeller({ sellerId, name: sellerId })
  const { jobStore: jobs, lifecycleStore: lifecycle, lifecycleReader: coupons, memberReader: members } = store
  const made = { title: undefined, createdBy: 'operator:li.na', createdAtMs: noon, sourceDigest: undefined, dueMs: 0 }
  const empty = { sellerId, jobId, task: { kind: 'import-members' }, ...made, isReady: false } as const
  await runAct(draftJob, { lifecycle, request: requestOf(sellerId), draft: empty })
  const targets = Array.from({ length: count }, (_, place): GivenTarget => {
    const phone = String(13900000000 + Math.max(0, place - sharing))
    const values = { cardNo: `K${place}`, ...(place === sharing ? {} : { phone }) }
    return { kind: 'row', values, line: place, memberNos: [], isOverLimit: false, outcome: 'created' }
  })
  await jobs.addTargets({ sellerId, jobId, offset: 0, targets, isLast: false })
  let turns = 0
  const other = () => {
    turns += 1
    next = setImmediate(other)
  }
  let next = setImmediate(other)
  const last = { sellerId, jobId, offset: count, rows: [], isLast: true, nowMs: noon }
  const added = await addRows(last, { jobs, coupons, members })
  clearImmediate(next)
  expect(added).toMatchObject({ kind: 'added', job: { preview: { created: count, repeated: sharing - 1 } } })
  expect(turns).toBeGreaterThan(count / 200 + sharing / 50)
})

type Import = Readonly<{ kind: ImportTask['kind']; file: File }>

async function expectAsDone(sellerId: string, jobId: string, { kind, file }: Import): Promise<void> {
  const drafted = await draft({ sellerId, jobId, kind, file })
  const { total, refused } = drafted.counts
  const { unchanged, created } = drafted.preview
  const before = await countAll(sellerId, kind)
  const done = await work(drafted)
  expect(done.counts).toEqual({ total, done: changingCount(drafted), unchanged, refused })
  expect((await countAll(sellerId, kind)) - before).toBe(created)
}

async function draft({ sellerId, jobId, kind, file }: Import & Readonly<{ sellerId: string; jobId: string }>) {
  const { jobStore: jobs, lifecycleStore: lifecycle, lifecycleReader: coupons, memberReader: members } = store
  const made = { title: undefined, createdBy: 'operator:li.na', createdAtMs: noon, sourceDigest: undefined, dueMs: 0 }
  const empty = { sellerId, jobId, task: { kind }, ...made, isReady: false }
  await runAct(draftJob, { lifecycle, request: requestOf(sellerId), draft: empty })
  const { rows, partLength } = file
  let offset = 0
  for (;;) {
    const part = rows.slice(offset, offset + partLength).map((values, place) => ({ line: offset + place, values }))
    const isLast = offset + part.length === rows.length
    const input = { sellerId, jobId, offset, rows: part, isLast, nowMs: noon }
    const added = await addRows(input, { jobs, coupons, members })
    if (added.kind !== 'added') throw new Error(added.kind)
    if (isLast) return added.job
    offset += part.length
  }
}

/** Starts a draft and does all of it. */
async function work({ sellerId, jobId }: Job): Promise<Job> {
  const { jobStore: jobs, lifecycleStore: lifecycle } = store
  const by = { actor: 'operator:li.na' }
  const input = { lifecycle, request: requestOf(sellerId, by), jobId, step: 'start', by } as const
  expect(await runAct(stepJob, input)).toMatchObject({ kind: 'done' })
  await runJob(
    { sellerId, jobId, dueMs: 0 },
    {
      jobs,
      lifecycle,
      randomBytes,
      clock: () => noon + 1,
      storeClock: () => noon,
      monotonicMs: () => 0,
      rest: async () => undefined,
      isStopping: () => false,
    },
  )
  const job = await jobs.findJob({ sellerId, jobId })
  if (job?.state !== 'done') throw new Error(`the job is ${job?.state}`)
  return job
}

/** Members, those that were merged included, or coupons. */
async function countAll(sellerId: string, kind: ImportTask['kind']): Promise<number> {
  if (kind === 'import-coupons') {
    return (await store.lifecycleReader.findCoupons(sellerId, ['C1', 'C2', 'C3', 'C4'])).length
  }
  const page = await store.memberReader.listMembers({ sellerId, filter: {}, afterMemberNo: undefined, limit: 200 })
  expect(page.nextMemberNo).toBeUndefined()
  return page.members.length
}
